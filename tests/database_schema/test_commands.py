"""The commands `counterpromo schema ...`, typed one after another as a person does, against a server of the sandbox."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from database_schema.migrations.files import FOLDER
from errors import CounterPromoError, Refused
from sandbox.env_vars import UNANSWERABLE
from sandbox.handmade.console import REFERENCE_ACCOUNT, REFERENCE_REGION, sign_in
from sandbox.handmade.database import DEV_DATABASE, make_database
from sandbox.handmade.forms import DEV
from sandbox.handmade.network import make_network
from sandbox.handmade.secrets import MARK, make_secrets
from sandbox.postgres.dev import make_dev_database, start_dev_server
from sandbox.server import Sandbox
from tests.database_schema.place import Place, run

# DEV as people left it: another owner, an index that nothing uses, a default changed, a comment, an extension.
HABITS = """
CREATE EXTENSION citext WITH SCHEMA public;
GRANT CREATE ON SCHEMA public TO alice;
CREATE TABLE public."Promo Drafts" (id serial PRIMARY KEY, "Title" public.citext);
ALTER TABLE public."Promo Drafts" OWNER TO alice;
COMMENT ON TABLE public."Promo Drafts" IS 'it''s a try';
CREATE INDEX unused ON public.promos (updated_at);
ALTER TABLE public.accounts ALTER COLUMN status SET DEFAULT 'past_due';
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """Returns a copy of the migrations, in which the baseline is still the assumed one."""
    for name in ("versions", "snapshots"):
        shutil.copytree(FOLDER / name, tmp_path / name)
    return tmp_path


class Terminal:
    """Runs commands with the URL and the password of a database."""

    def __init__(self, place: Place, name: str, migrations: Path) -> None:
        self.url = place.server.url(name, user="app")
        self.environ = {"PGPASSWORD": "app-password", "COUNTERPROMO_MIGRATIONS": str(migrations)}

    def type(self, *words: str, exit_code: int = 0) -> str:
        """Runs one command; raises the error that the command line would print."""
        with_url = [] if words[0] in {"new", "snapshot"} else ["--url", self.url]
        ran = CliRunner().invoke(
            app, ["schema", *words, *with_url], env=self.environ, standalone_mode=False, catch_exceptions=False
        )
        assert ran.return_value == exit_code, ran.output
        return ran.output


def test_a_hand_made_database_is_captured_stamped_changed_and_checked(place: Place, migrations: Path) -> None:
    database = place.new_database("counterpromo")
    run(database, (FOLDER / "snapshots" / "0001.sql").read_text(encoding="utf-8") + HABITS)
    terminal = Terminal(place, "counterpromo", migrations)

    differs = terminal.type("check", "dev", exit_code=2)
    assert "table promos: there; indexes: promos_account_id_created_at_idx, promos_waiting_idx, unused" in differs
    assert 'extra: table public."Promo Drafts"' not in differs  # pg_dump writes names without quotes in its headers
    assert "extra: table public.Promo Drafts" in differs
    assert "ALTER TABLE public.accounts ALTER COLUMN status SET DEFAULT 'active'::text;" in differs
    with pytest.raises(Refused, match="the live schema is not that of any migration"):
        terminal.type("stamp", "dev", "--yes")

    assert "owner alice: " in terminal.type("capture", "dev")
    terminal.type("stamp", "dev", "--yes")
    assert "the schema is that of migration 0001" in terminal.type("check", "dev")

    assert "0002_add_tags.sql" in terminal.type("new", "add_tags")
    (migrations / "versions" / "0002_add_tags.sql").write_text("ALTER TABLE public.promos ADD COLUMN tags text[];\n")
    terminal.type("snapshot")
    planned = terminal.type("plan", "dev", exit_code=2)
    assert "lock: ACCESS EXCLUSIVE on public.promos: reads and writes wait" in planned
    assert "pending: 0002_add_tags" in terminal.type("check", "dev", exit_code=2)
    terminal.type("apply", "dev", "--yes")
    assert "no migration is pending" in terminal.type("apply", "dev", "--yes")
    terminal.type("check", "dev")
    run(database, "ALTER TABLE public.promos ADD COLUMN more text")
    with pytest.raises(Refused, match="captured already, or other migrations follow it"):
        terminal.type("capture", "dev")


def test_a_way_to_the_database_is_needed_and_must_lead_to_the_right_one(place: Place, migrations: Path) -> None:
    place.new_database("other")
    with pytest.raises(Refused, match="the URL names database other; that of dev is counterpromo"):
        Terminal(place, "other", migrations).type("check", "dev")
    with pytest.raises(CounterPromoError, match="no way to it is given: dev has no schema task"):
        CliRunner().invoke(app, ["schema", "check", "dev"], standalone_mode=False, catch_exceptions=False)
    for words, reason in (
        (["check", "dev", "--if-on"], "dev has no schema task"),
        (["apply", "prod", "--if-on", "--yes"], "schema_task.digest of prod is empty"),
    ):
        ran = CliRunner().invoke(app, ["schema", *words], standalone_mode=False, catch_exceptions=False)
        assert ran.return_value == 0
        assert reason in ran.output


def test_the_password_is_read_from_the_secret_of_dev(monkeypatch: pytest.MonkeyPatch, migrations: Path) -> None:
    """RDS answers with an endpoint that listens; the password comes from Secrets Manager, and is printed nowhere."""
    with (
        start_dev_server() as server,
        Sandbox.start(account_id=REFERENCE_ACCOUNT, region=REFERENCE_REGION, database_host=server.host) as sandbox,
    ):
        console = sign_in(sandbox.environment())
        network = make_network(console, DEV.network)
        make_secrets(console, DEV.secrets)
        host = make_database(console, DEV_DATABASE, network=network, group="sg-00000000000000001")
        make_dev_database(server)
        for name in ("PGPASSWORD", *UNANSWERABLE):
            monkeypatch.delenv(name, raising=False)
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("COUNTERPROMO_MIGRATIONS", str(migrations))
        words = ["schema", "capture", "dev", "--url", f"postgresql://{host}/counterpromo"]
        ran = CliRunner().invoke(app, words, standalone_mode=False, catch_exceptions=False)
    assert ran.return_value == 0, ran.output
    assert "owner alice: " in ran.output
    files = [path.read_text(encoding="utf-8") for path in migrations.rglob("*.sql")]
    assert 'CREATE TABLE public."PromoDrafts"' in files[0]
    assert not any(MARK in text for text in (*files, ran.output))

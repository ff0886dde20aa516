"""Faults of the schema commands, made to happen on a real PostgreSQL server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from database_schema import programs
from database_schema.connection import Database, parse
from database_schema.jobs import run_apply, run_capture
from database_schema.migrations.apply import LOCK_KEY
from errors import CounterPromoError
from sandbox.postgres.certificate import make_certificate
from sandbox.postgres.server import LOOPBACK, PostgresServer
from tests.conftest import PROJECT
from tests.database_schema.place import Place, rows, run, session, write_migrations
from tests.faults.row import Fault
from tests.faults.schema_rows import Schema

NAME = "counterpromo"
TABLE = "CREATE TABLE public.t (id bigint PRIMARY KEY, a text);\n"
# A migration that an event trigger can hold up or fail: see `on_create`.
SECOND = "CREATE TABLE public.u (id bigint);\n"


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with PostgresServer.start() as server:
        yield Place.on(server)


@pytest.fixture
def ready(place: Place, tmp_path: Path) -> tuple[Database, Path]:
    """Returns a database of DEV with one migration applied, and the folder with a second one."""
    database = place.new_database(NAME)
    run_apply(database, environment="dev", folder=write_migrations(tmp_path, TABLE))
    return database, write_migrations(tmp_path, TABLE, SECOND)


@pytest.fixture
def fails(capsys: pytest.CaptureFixture[str]) -> Callable[[Fault, Callable[[], object]], None]:
    """Returns a check that a call raises the error of a row."""

    def check(row: Fault, call: Callable[[], object]) -> None:
        with pytest.raises(CounterPromoError) as raised:
            call()
        row.check_error(raised.value, capsys)

    return check


Fails = Callable[[Fault, Callable[[], object]], None]


def on_create(place: Place, body: str) -> None:
    """Runs PL/pgSQL on the server whenever a migration has made a table."""
    with place.superuser(NAME) as connection:
        connection.execute(
            f"CREATE FUNCTION public.happen() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN {body} END$$;"
            "CREATE EVENT TRIGGER happen ON ddl_command_end WHEN TAG IN ('CREATE TABLE') "
            "EXECUTE FUNCTION public.happen()".encode()
        )


def calm(place: Place) -> None:
    with place.superuser(NAME) as connection:
        connection.execute("DROP EVENT TRIGGER happen")


def backend(place: Place) -> int:
    """Waits for the session in which a migration sleeps, and returns its process id on the server."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = rows(
            place.database("postgres"),
            "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = 'counterpromo'",
        )
        if found:
            return int(found[0][0])
        time.sleep(0.05)
    raise AssertionError("no migration began")


def test_a_killed_apply_leaves_nothing_half_done(place: Place, ready: tuple[Database, Path]) -> None:
    database, folder = ready
    on_create(place, "PERFORM pg_catalog.pg_sleep(30);")
    script = (
        "import os, sys; from pathlib import Path\n"
        "from database_schema.jobs import run_apply; from database_schema.connection import Database, parse\n"
        "run_apply(Database(options=parse(sys.argv[1]), password='app-password'), environment='dev', "
        "folder=Path(sys.argv[2]))"
    )
    arguments = [sys.executable, "-c", script, place.server.url(NAME, user="app"), str(folder)]
    child = subprocess.Popen(arguments, cwd=PROJECT, stderr=subprocess.DEVNULL)
    pid = backend(place)
    child.kill()
    child.wait()
    with place.superuser("postgres") as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert rows(database, "SELECT to_regclass('public.u')") == [(None,)]
    calm(place)
    assert run_apply(database, environment="dev", folder=folder).migrations == ("0002_m2",)
    Schema.KILLED.check("")


def test_lost_connection_rolls_the_migration_back(place: Place, ready: tuple[Database, Path], fails: Fails) -> None:
    database, folder = ready
    on_create(place, "PERFORM pg_catalog.pg_sleep(30);")

    def end() -> None:
        pid = backend(place)
        with place.superuser("postgres") as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", [pid])

    ender = threading.Thread(target=end)
    ender.start()
    fails(Schema.LOST, lambda: run_apply(database, environment="dev", folder=folder))
    ender.join()
    calm(place)
    assert run_apply(database, environment="dev", folder=folder).migrations == ("0002_m2",)


def test_full_disk_of_the_server_is_named(place: Place, ready: tuple[Database, Path], fails: Fails) -> None:
    """The server raises the error that it raises for ENOSPC; a disk of this machine is not filled."""
    database, folder = ready
    said = 'could not extend file "base/1/2": No space left on device'
    on_create(place, f"RAISE EXCEPTION '{said}' USING ERRCODE = 'disk_full';")
    fails(Schema.DISK_FULL, lambda: run_apply(database, environment="dev", folder=folder))
    calm(place)
    assert rows(database, "SELECT to_regclass('public.u')") == [(None,)]


@pytest.mark.soak
@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("unshare") is None, reason="root and unshare make the small disk that is filled"
)
def test_really_full_disk_rolls_the_migration_back(capsys: pytest.CaptureFixture[str]) -> None:
    """The server's files are on a tmpfs of 200 MB, in a mount namespace of its own."""
    if PROJECT.is_relative_to("/tmp"):
        pytest.skip("the small disk hides /tmp, and this checkout lies in it")
    script = 'mount -t tmpfs -o size=200m,mode=1777 tmpfs /tmp && exec "$0" -m tests.database_schema.full_disk'
    ran = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, sys.executable],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["tables"], told["applied"]) == (1, ["0002_m2"])
    Schema.DISK_FULL.check_error(CounterPromoError(told["error"], cure=told["cure"]), capsys)


def test_held_table_ends_in_a_lock_timeout(ready: tuple[Database, Path], fails: Fails, tmp_path: Path) -> None:
    database, _ = ready
    folder = write_migrations(tmp_path, TABLE, "ALTER TABLE public.t ADD COLUMN b text;")
    with session(database) as application:
        application.execute("BEGIN; SELECT * FROM public.t")
        fails(Schema.LOCKED, lambda: run_apply(database, environment="dev", folder=folder))
    assert run_apply(database, environment="dev", folder=folder).migrations == ("0002_m2",)


def test_second_apply_at_once_is_refused(ready: tuple[Database, Path], fails: Fails) -> None:
    database, folder = ready
    with session(database) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        fails(Schema.TWICE, lambda: run_apply(database, environment="dev", folder=folder))


def test_wrong_files_and_environments_are_refused(
    place: Place, ready: tuple[Database, Path], fails: Fails, tmp_path: Path
) -> None:
    database, folder = ready
    edited = write_migrations(tmp_path / "edited", TABLE + "-- more\n")
    fails(Schema.EDITED, lambda: run_apply(database, environment="dev", folder=edited))
    heads = write_migrations(tmp_path / "heads", TABLE)
    (heads / "versions" / "0001_other.sql").write_text(SECOND, encoding="utf-8")
    fails(Schema.TWO_HEADS, lambda: run_apply(database, environment="dev", folder=heads))
    broken = write_migrations(tmp_path / "broken", TABLE, SECOND + "ALTER TABLE public.nowhere ADD COLUMN c text;")
    fails(Schema.HALF_WAY, lambda: run_apply(database, environment="dev", folder=broken))
    assert rows(database, "SELECT to_regclass('public.u')") == [(None,)]
    other = place.new_database(NAME)
    run_apply(other, environment="prod", folder=folder)
    fails(Schema.OTHER_ENVIRONMENT, lambda: run_apply(other, environment="dev", folder=folder))


def test_wrong_roles_passwords_and_names_are_named(place: Place, ready: tuple[Database, Path], fails: Fails) -> None:
    _, folder = ready
    with place.superuser("postgres") as connection:
        connection.execute("CREATE ROLE weak LOGIN PASSWORD 'weak-password'")
    weak = place.database(NAME, user="weak", password="weak-password")
    fails(Schema.NO_PERMISSION, lambda: run_apply(weak, environment="dev", folder=folder))
    fails(Schema.NO_PERMISSION, lambda: run_capture(weak, environment="dev"))
    wrong = place.database(NAME, password="wrong")
    fails(Schema.PASSWORD, lambda: run_apply(wrong, environment="dev", folder=folder))
    fails(Schema.NO_DATABASE, lambda: run_apply(place.database("nowhere"), environment="dev", folder=folder))
    closed = Database(options=parse(f"postgresql://app@{LOOPBACK}:1/{NAME}"), password="x")
    fails(Schema.UNREACHABLE, lambda: run_apply(closed, environment="dev", folder=folder))
    fails(Schema.IN_THE_URL, lambda: parse(f"postgresql://app:secret@{LOOPBACK}/{NAME}"))
    fails(Schema.IN_THE_URL, lambda: parse(f"postgresql://app@{LOOPBACK}/{NAME}?password=secret"))
    database = place.database(NAME)
    fails(Schema.TOO_NEW, lambda: programs.pg_dump(database, server_major=99, without_schema="none"))


def test_tls_faults_are_named(fails: Fails, tmp_path: Path) -> None:
    """A server that takes TLS connections only, with a certificate of its own authority, as RDS with rds.force_ssl."""
    with PostgresServer.start() as server:
        place = Place.on(server)
        place.new_database(NAME)
        server.pause()
        authority = _require_tls(server)
        server.resume()
        unknown = tmp_path / "unknown.pem"
        unknown.write_bytes(make_certificate("another authority", address=LOOPBACK).certificate)
        folder = write_migrations(tmp_path, TABLE)

        def apply(options: str, *, host: str = LOOPBACK) -> Callable[[], object]:
            url = f"postgresql://app@{host}:{server.port}/{NAME}?{options}"
            database = Database(options=parse(url), password="app-password")
            return lambda: run_apply(database, environment="dev", folder=folder)

        verified = "sslmode=verify-full&sslrootcert="
        fails(Schema.TLS_REQUIRED, apply("sslmode=disable"))
        fails(Schema.CERTIFICATE, apply(f"{verified}{unknown}"))
        fails(Schema.CERTIFICATE, apply(f"{verified}{tmp_path / 'nowhere.pem'}"))
        fails(Schema.HOST_NAME, apply(f"{verified}{authority}&hostaddr={LOOPBACK}", host="db.example.com"))
        assert apply(f"{verified}{authority}")() is not None
        captured = run_capture(
            Database(options=parse(f"{server.url(NAME, user='app')}?{verified}{authority}"), password="app-password"),
            environment="dev",
        )
        assert "CREATE TABLE public.t" in captured.sql


def _require_tls(server: PostgresServer) -> Path:
    """Gives the server a certificate and a pg_hba.conf for TLS only; returns the file of the authority."""
    server.offer_tls()
    (server.data / "pg_hba.conf").write_text("hostssl all all all scram-sha-256\n", encoding="utf-8")
    return server.authority


def test_variables_of_the_shell_do_not_change_the_server(place: Place, ready: tuple[Database, Path]) -> None:
    """PGHOST and the like of the shell do not lead pg_dump to another server."""
    database, _ = ready
    before = dict(os.environ)
    os.environ.update({"PGHOST": "192.0.2.1", "PGPORT": "1", "PGDATABASE": "other", "PGPASSWORD": "wrong"})
    try:
        assert "CREATE TABLE public.t" in run_capture(database, environment="dev").sql
    finally:
        os.environ.clear()
        os.environ.update(before)
    run(database, "SELECT 1")

"""No file of an adoption holds a secret: DEV with marked secrets in it, from the import to the last command.

The tests stand in the order of an adoption and share it; then all that was written anywhere is searched for the marks.
"""

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sandbox.faults.proxy import Faults
from sandbox.handmade import make_dev
from sandbox.handmade.secrets import MARK
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.faults.place import STATE, Place
from tests.faults.rows import Secrets

SECURE = "/counterpromo/dev/secure/token"
Ended = subprocess.CompletedProcess[str]


@dataclass
class Watched:
    """A workplace whose temporary files are its own, and whose private files are looked at while commands run."""

    place: Place
    said: list[str] = field(default_factory=list)
    modes: set[tuple[str, str]] = field(default_factory=set)

    @property
    def temporary(self) -> Path:
        return self.place.workplace.folder / "tmp"

    def run(self, *arguments: str) -> Ended:
        over = threading.Event()
        watching = threading.Thread(target=self._watch, args=(over,))
        watching.start()
        try:
            ended = self.place.workplace.run(*arguments, env={"TMPDIR": str(self.temporary)})
        finally:
            over.set()
            watching.join()
        self.said.append(ended.stdout + ended.stderr)
        return ended

    def _watch(self, over: threading.Event) -> None:
        """Plans, states and what holds them: name -> mode, as they are on the way."""
        while not over.is_set():
            for path in [*self.temporary.glob("counterpromo-plan-*"), *self.temporary.glob("counterpromo-plan-*/plan")]:
                try:
                    self.modes.add((path.name.partition("-")[0], oct(path.stat().st_mode & 0o777)))
                except FileNotFoundError:
                    continue
            time.sleep(0.02)


@pytest.fixture(scope="module")
def faults() -> Iterator[tuple[Sandbox, Faults]]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, Faults(sandbox) as before:
        make_dev(sandbox.environment())
        yield sandbox, before


@pytest.fixture(scope="module")
def watched(faults: tuple[Sandbox, Faults], tmp_path_factory: pytest.TempPathFactory) -> Watched:
    made = Watched(place=Place.make(*faults, tmp_path_factory.mktemp("adopted")))
    made.temporary.mkdir()
    made.place.client("ssm").put_parameter(Name=SECURE, Value=f"{MARK}-secure-string", Type="SecureString")
    return made


def test_dev_with_secrets_is_adopted(watched: Watched) -> None:
    report = watched.place.workplace.folder / "report.json"
    adopted = watched.run("import", "dev", "--yes", "--apply", "--report", str(report))
    assert adopted.returncode == 0, adopted.stdout + adopted.stderr
    plan = json.loads(report.read_text())["plan"]
    assert (plan["add"], plan["change"], plan["destroy"]) == (0, 0, 0)
    assert plan["import"] > 100


def test_no_secret_is_written_anywhere(watched: Watched) -> None:
    """After every other command, too: not in settings, stacks, plans, states, reports, temporary files or output."""
    folder = watched.place.workplace.folder
    watched.place.workplace.change_settings(("log_retention_days = 30", "log_retention_days = 60"))
    for arguments in (
        ("plan", "dev", "--json", str(folder / "plan.json")),
        ("strays", "dev", "--config", str(folder / "strays.tf"), "--yes"),
        ("doctor", "dev"),
        ("pins", "dev"),
        ("unlock", "dev"),
        ("recover", "dev"),
    ):
        ended = watched.run(*arguments)
        assert ended.returncode in (0, 2), ended.stdout + ended.stderr
    state = watched.place.client("s3").get_object(Bucket=STATE.bucket, Key=STATE.key)["Body"].read().decode()
    texts = {"the remote state": state, "what was said": "\n".join(watched.said)}
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    texts |= {str(path): path.read_bytes().decode(errors="replace") for path in files}
    assert len(files) > 10
    assert SECURE in "".join(texts.values()), "the search would find the name of what must not be read"
    Secrets.WRITTEN.check("\n".join(name for name, text in texts.items() if MARK in text))
    assert [name for name, text in texts.items() if MARK in text] == []


def test_plans_are_private_while_they_last_and_gone_afterwards(watched: Watched) -> None:
    assert watched.modes == {("counterpromo", "0o700"), ("plan", "0o600")}
    assert (watched.place.workplace.folder / "plan.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in watched.temporary.iterdir() if path.name.startswith("counterpromo")] == []
    states = [path for path in watched.place.workplace.folder.rglob("*.tfstate") if path.parent.name != ".terraform"]
    assert states == []
    Secrets.PRIVATE.check("")

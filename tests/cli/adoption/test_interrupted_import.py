"""Nothing is lost on the way: an import that was killed goes on, and there is a way back."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.cli.workplace import Workplace

pytestmark = pytest.mark.soak
MOMENTS = ("dev: wrote", "applying to dev") if os.environ.get("COUNTERPROMO_SOAK") == "1" else ("applying to dev",)
PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        made = Workplace.make(sandbox, tmp_path_factory.mktemp("killed"))
        made.make_room_for_states()
        yield made


def _killed_at(moment: str, workplace: Workplace, output: Path) -> str:
    """Returns the output of an import that is killed when it first prints `moment`."""
    with output.open("wb") as file:
        command = [sys.executable, "-u", "-m", "cli.app", "import", "dev", "--yes", "--apply"]
        child = subprocess.Popen(command, cwd=PROJECT, env=workplace.environ, stdout=file, stderr=file)
        until = time.monotonic() + PATIENCE_SECONDS
        while moment not in output.read_text() and child.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        child.kill()
        child.wait()
    return output.read_text()


def test_import_killed_at_any_point_is_finished_by_a_rerun(workplace: Workplace, tmp_path: Path) -> None:
    for moment in MOMENTS:
        said = _killed_at(moment, workplace, tmp_path / "output")
        assert moment in said, said
        time.sleep(5)  # terraform outlives us, to finish what it began and to release its lock
    finished = workplace.run("import", "dev", "--yes", "--apply")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    ids = json.loads((workplace.envs / "dev.imports.json").read_text())["ids"]
    assert set(ids) == set((PROJECT / "tests" / "addresses" / "dev.txt").read_text().split())
    assert workplace.terraform("dev").addresses() >= set(ids)
    assert "the next plan is empty" in finished.stdout or "dev: no changes" in finished.stdout


def test_removed_blocks_forget_everything_and_destroy_nothing(workplace: Workplace) -> None:
    """The generated `removed` blocks name each address once, and none of them destroys."""
    ids = json.loads((workplace.envs / "dev.imports.json").read_text())["ids"]
    blocks = json.loads((workplace.envs / "dev.removed.tf.json").read_text())["removed"]
    assert [block["from"] for block in blocks] == sorted(ids)
    assert all(block["lifecycle"] == {"destroy": False} for block in blocks)

"""A PROD that runs: all ordinary edits pass in one plan, and each hostile edit is refused or shown by its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Ended, Workplace
from tests.year.changes import edit_file
from tests.year.prod_edits import HOSTILE, ORDINARY, SETTLED, ProdEdit, finding
from tests.year.record import Row, row

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def prod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        place = Workplace.make(sandbox, tmp_path_factory.mktemp("prod"), environments=("dev", "prod"))
        edit_file(place.envs / "prod.toml", SETTLED)
        for command in (("bootstrap", "--yes"), ("apply", "prod", "--yes")):
            ended = place.run(*command, timeout=1800)
            assert ended.returncode == 0, ended.stdout + ended.stderr
        yield place


def _planned(place: Workplace, edits: Sequence[ProdEdit], folder: Path) -> tuple[Ended, Row]:
    """Returns the plan of edits, which are taken back, and its counts and findings."""
    settings, body = place.envs / "prod.toml", folder / "plan.md"
    before = settings.read_text(encoding="utf-8")
    edit_file(settings, *(each.edit for each in edits))
    options = ("--no-lock", "--format", "markdown", "--output", str(body))
    ended = place.run("plan", "prod", *options, timeout=1800)
    settings.write_text(before, encoding="utf-8")
    return ended, row("prod", ended.returncode, body.read_text(encoding="utf-8"))


def test_ordinary_edits_pass_without_a_waiver(prod: Workplace, tmp_path: Path) -> None:
    plan, _ = _planned(prod, ORDINARY, tmp_path)
    assert plan.returncode == 2, plan.stdout + plan.stderr


def test_each_hostile_edit_is_refused_or_shown(prod: Workplace, tmp_path: Path) -> None:
    plan, found = _planned(prod, HOSTILE, tmp_path)
    assert plan.returncode == 3, plan.stdout + plan.stderr
    missing = [each.name for each in HOSTILE if finding(each) not in found.findings]
    assert missing == [], plan.stdout + plan.stderr

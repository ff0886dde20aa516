"""`bootstrap` adopts what exists in any shape without a change, and refuses what is dangerous."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.bootstrap import dangerous, shapes
from tests.bootstrap.shapes import Shape
from tests.bootstrap.snapshot import changed, snapshot
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        yield Workplace.make(sandbox, tmp_path)


def _adopted(workplace: Workplace) -> None:
    before = snapshot(workplace)
    assert before, "the shape made nothing"
    made = workplace.run("bootstrap", "--yes")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "0 to change, 0 to destroy" in made.stdout
    assert changed(before, snapshot(workplace)) == {}
    files = workplace.files()
    for command in (("bootstrap", "--yes"), ("plan", "account")):
        again = workplace.run(*command)
        assert again.returncode == 0, again.stdout + again.stderr
        assert "account: no changes" in again.stdout
    assert workplace.files() == files
    assert changed(before, snapshot(workplace)) == {}


@pytest.mark.soak
@pytest.mark.parametrize("shape", shapes.ADOPTED, ids=lambda shape: shape.__name__)
def test_existing_resources_are_adopted_as_they_are(shape: Shape, workplace: Workplace) -> None:
    shape(workplace)
    _adopted(workplace)


@pytest.mark.soak
@pytest.mark.parametrize("shape", dangerous.REFUSED, ids=lambda shape: shape.__name__)
def test_dangerous_resources_are_refused(shape: Shape, workplace: Workplace) -> None:
    shape(workplace)
    before, files = snapshot(workplace), workplace.files()
    refused = workplace.run("bootstrap", "--yes")
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert dangerous.REFUSED[shape] in " ".join(refused.stderr.split())
    assert snapshot(workplace) == before
    assert workplace.files() == files

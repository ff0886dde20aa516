"""An import that cannot be whole or would change something: refused, with every reason, and nothing left behind."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace


@pytest.fixture(scope="module")
def by_hand() -> Iterator[Sandbox]:
    """DEV made by hand, and no backend yet: what is proven here needs none."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        yield sandbox


@pytest.fixture
def workplace(by_hand: Sandbox, tmp_path: Path) -> Workplace:
    return Workplace.make(by_hand, tmp_path)


def test_settings_that_differ_from_what_is_there_are_refused_by_attribute(workplace: Workplace) -> None:
    workplace.change_settings(("backup_days = 7", "backup_days = 8"))
    before, report = workplace.files(), workplace.folder / "report.json"
    refused = workplace.run("import", "dev", "--yes", "--report", str(report))
    assert refused.returncode == 3, refused.stderr
    assert "aws_db_instance" in refused.stderr
    assert "backup_retention_period: 7 -> 8" in refused.stderr
    assert json.loads(report.read_text())["plan"]["change"] == 1
    assert workplace.files() == before


def test_without_apply_it_is_proven_and_the_ids_are_kept(workplace: Workplace) -> None:
    proven = workplace.run("import", "dev", "--yes")
    assert proven.returncode == 0, proven.stderr
    assert "0 to add, 0 to change, 0 to destroy" in proven.stdout
    kept = workplace.files()
    assert json.loads(kept["dev.imports.json"])["account"] == ACCOUNT
    assert not workplace.client("s3").list_buckets(Prefix="counterpromo-tfstate")["Buckets"]


def test_what_is_not_there_is_named_and_nothing_is_created(workplace: Workplace) -> None:
    workplace.change_settings(('"/counterpromo/dev/db/port"', '"/counterpromo/dev/db/gate"'))
    before, report = workplace.files(), workplace.folder / "report.json"
    refused = workplace.run("import", "dev", "--yes", "--report", str(report))
    assert refused.returncode == 3
    assert "not found" in refused.stderr
    (missing,) = json.loads(report.read_text())["missing"]
    assert missing["address"] in refused.stdout
    assert workplace.files() == before

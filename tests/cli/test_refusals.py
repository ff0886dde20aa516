"""An import whose settings do not say what is live: they are made to, in the open; what is not there is not made."""

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


@pytest.mark.soak
def test_what_is_live_becomes_the_setting(workplace: Workplace) -> None:
    workplace.change_settings(("backup_days = 7", "backup_days = 8"))
    report = workplace.folder / "report.json"
    proven = workplace.run("import", "dev", "--yes", "--report", str(report))
    assert proven.returncode == 0, proven.stderr
    assert "-backup_days = 8" in proven.stdout
    assert "+backup_days = 7" in proven.stdout
    assert "0 to add, 0 to change, 0 to destroy" in proven.stdout
    (captured,) = json.loads(report.read_text())["captured"]
    assert (captured["key"], captured["old"], captured["new"]) == ("database.backup_days", 8, 7)
    assert "backup_days = 7\n" in (workplace.envs / "dev.toml").read_text()


def test_what_no_setting_can_say_is_pinned_until_it_is_released(workplace: Workplace) -> None:
    iam = workplace.client("iam")
    role, boundary = "counterpromo-dev-ecs-task-app", "arn:aws:iam::aws:policy/PowerUserAccess"
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=boundary)
    try:
        assert workplace.run("import", "dev", "--yes").returncode == 0
    finally:
        iam.delete_role_permissions_boundary(RoleName=role)
    (pin,) = json.loads((workplace.envs / "dev.pins.json").read_text())
    assert (pin["address"], pin["attribute"], pin["live"]) == (
        "aws_iam_role.roles_task",
        "permissions_boundary",
        boundary,
    )
    shown = workplace.run("pins", "dev")
    assert boundary in shown.stdout
    assert workplace.run("unpin", "dev", "aws_iam_role.roles_task").returncode == 3, "nobody said yes"
    assert workplace.run("unpin", "dev", "aws_iam_role.roles_tusk", "--yes").returncode == 1
    assert workplace.run("unpin", "dev", "aws_iam_role.roles_task.permissions_boundary", "--yes").returncode == 0
    assert not (workplace.envs / "dev.pins.json").exists()


def test_without_apply_it_is_proven_and_the_ids_are_kept(workplace: Workplace) -> None:
    proven = workplace.run("import", "dev", "--yes")
    assert proven.returncode == 0, proven.stderr
    assert "0 to add, 0 to change, 0 to destroy" in proven.stdout
    kept = workplace.files()
    assert json.loads(kept["dev.imports.json"])["account"] == ACCOUNT
    assert not workplace.client("s3").list_buckets(Prefix="counterpromo-tfstate")["Buckets"]


def test_what_is_not_there_is_named_and_withheld(workplace: Workplace) -> None:
    workplace.change_settings(('"/counterpromo/dev/db/port"', '"/counterpromo/dev/db/gate"'))
    report = workplace.folder / "report.json"
    proven = workplace.run("import", "dev", "--yes", "--report", str(report))
    assert proven.returncode == 0, proven.stderr
    (missing,) = json.loads(report.read_text())["missing"]
    assert missing["address"] == "aws_ssm_parameter.parameters_db_port"
    assert f"gap        {missing['address']}" in proven.stdout
    assert json.loads((workplace.envs / "dev.gaps.json").read_text()) == {"withheld": [missing["address"]]}
    assert workplace.run("fill", "dev", missing["address"], "--yes").returncode == 0
    assert not (workplace.envs / "dev.gaps.json").exists()


def test_an_account_without_the_environment_is_refused(workplace: Workplace) -> None:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as empty:
        elsewhere = Workplace(sandbox=empty, folder=workplace.folder)
        before = workplace.files()
        refused = elsewhere.run("import", "dev", "--yes")
    assert refused.returncode == 3
    assert "neither the VPC nor the cluster" in refused.stderr
    assert workplace.files() == before

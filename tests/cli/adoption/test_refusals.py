"""An import whose settings differ from AWS: live values become settings, and missing resources are not created."""

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
def test_live_value_is_captured_as_a_setting(workplace: Workplace) -> None:
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


@pytest.mark.soak
def test_pins_and_gaps_are_listed_until_released(workplace: Workplace) -> None:
    """A live value without a setting is pinned, and a missing resource is named and left out."""
    balancers = workplace.client("elbv2")
    (balancer,) = balancers.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    workplace.change_settings(('"/counterpromo/dev/db/port"', '"/counterpromo/dev/db/gate"'))
    report = workplace.folder / "report.json"

    def keep_clients_for(seconds: str) -> None:
        attributes = [{"Key": "client_keep_alive.seconds", "Value": seconds}]
        balancers.modify_load_balancer_attributes(LoadBalancerArn=balancer["LoadBalancerArn"], Attributes=attributes)

    keep_clients_for("7211")
    try:
        proven = workplace.run("import", "dev", "--yes", "--report", str(report))
    finally:
        keep_clients_for("3600")
    assert proven.returncode == 0, proven.stderr
    _a_pin_is_shown_until_it_is_released(workplace, live=7211)
    (missing,) = json.loads(report.read_text())["missing"]
    assert missing["address"] == "aws_ssm_parameter.parameters_db_port"
    assert f"gap        {missing['address']}" in proven.stdout
    assert json.loads((workplace.envs / "dev.gaps.json").read_text()) == {"withheld": [missing["address"]]}
    assert workplace.run("fill", "dev", missing["address"], "--yes").returncode == 0
    assert not (workplace.envs / "dev.gaps.json").exists()


def _a_pin_is_shown_until_it_is_released(workplace: Workplace, *, live: int) -> None:
    address, attribute = "aws_lb.balancer_alb", "client_keep_alive"
    pins = {(pin["address"], pin["attribute"]): pin for pin in json.loads(_text(workplace, "dev.pins.json"))}
    assert pins[address, attribute]["live"] == live
    assert str(live) in workplace.run("pins", "dev").stdout
    assert workplace.run("unpin", "dev", address).returncode == 3, "nobody said yes"
    assert workplace.run("unpin", "dev", "aws_lb.balancer_alp", "--yes").returncode == 1
    assert workplace.run("unpin", "dev", f"{address}.{attribute}", "--yes").returncode == 0
    assert str(live) not in _text(workplace, "dev.pins.json")


def _text(workplace: Workplace, name: str) -> str:
    path = workplace.envs / name
    return path.read_text() if path.exists() else "[]"


@pytest.mark.soak
def test_import_without_apply_writes_ids_and_no_state(workplace: Workplace) -> None:
    proven = workplace.run("import", "dev", "--yes")
    assert proven.returncode == 0, proven.stderr
    assert "0 to add, 0 to change, 0 to destroy" in proven.stdout
    kept = workplace.files()
    assert json.loads(kept["dev.imports.json"])["account"] == ACCOUNT
    assert not workplace.client("s3").list_buckets(Prefix="counterpromo-tfstate")["Buckets"]


def test_import_from_an_empty_account_is_refused(workplace: Workplace) -> None:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as empty:
        elsewhere = Workplace(sandbox=empty, folder=workplace.folder)
        before = workplace.files()
        refused = elsewhere.run("import", "dev", "--yes")
    assert refused.returncode == 3
    assert "found neither the VPC nor the ECS cluster of dev" in refused.stderr
    assert workplace.files() == before

"""PROD from nothing: what a first plan says of it; behind the soak switch, all of it made, deployed to, found again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from envs.load import load
from envs.open_decisions import reminders
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.cli.workplace import Workplace
from tests.conftest import ENVS
from tests.sandbox.account import assumed

ADDRESSES = (PROJECT / "tests" / "addresses" / "prod.txt").read_text(encoding="utf-8").split()
# Terraform says of it that it cannot be imported; what it waited for, the certificate, is found.
NOT_IMPORTABLE = "aws_acm_certificate_validation.dns_certificate_validated"


def test_first_plan_of_prod_creates_everything_and_changes_nothing(tmp_path: Path) -> None:
    """In an account that holds nothing but the place of the state."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        place = Workplace.make(sandbox, tmp_path, environments=("dev", "prod"))
        place.make_room_for_states()
        saved = tmp_path / "plan.json"
        plan = place.run("plan", "prod", "--json", str(saved))
    assert plan.returncode == 2, plan.stdout + plan.stderr
    assert f"{len(ADDRESSES)} to add, 0 to change, 0 to destroy" in plan.stdout
    assert "the Stripe prices of starter" in plan.stdout
    assert "blocked" not in plan.stdout, "as a first build the guard lets all of it pass"
    shown = json.loads(saved.read_text(encoding="utf-8"))
    created = [each["address"] for each in shown["resource_changes"] if each["change"]["actions"] == ["create"]]
    assert sorted(created) == ADDRESSES


def test_open_decision_is_shown_until_it_is_made(tmp_path: Path) -> None:
    assert [each.subject for each in reminders(load("prod", ENVS))] == ["deployer", "prices", "schema task", "alarms"]
    assert list(reminders(load("dev", ENVS))) == []
    text = (ENVS / "prod.toml").read_text(encoding="utf-8")
    settled = text.replace('starter = ""', 'starter = "price_1"').replace("# on_call = {", "on_call = {")
    settled = settled.replace('digest = ""', f'digest = "sha256:{"0" * 64}"')
    settled = settled.replace("owner_id = 0", "owner_id = 12").replace("repository_id = 0", "repository_id = 34")
    (tmp_path / "prod.toml").write_text(settled, encoding="utf-8")
    assert list(reminders(load("prod", tmp_path))) == []


@dataclass(frozen=True)
class Made:
    """A workplace in which PROD was made from nothing, and how that ended."""

    workplace: Workplace
    apply: str
    returncode: int


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        place = Workplace.make(sandbox, tmp_path_factory.mktemp("prod"), environments=("dev", "prod"))
        assert place.run("bootstrap", "--yes").returncode == 0
        apply = place.run("apply", "prod", "--yes", timeout=900)
        yield Made(place, apply.stdout + apply.stderr, apply.returncode)


@pytest.mark.soak
def test_prod_is_created_and_the_next_plan_is_empty(made: Made) -> None:
    assert made.returncode == 0, made.apply
    assert f"{len(ADDRESSES)} to add, 0 to change, 0 to destroy" in made.apply
    plan = made.workplace.run("plan", "prod")
    assert plan.returncode == 0, plan.stdout + plan.stderr
    assert plan.stdout.endswith("prod: no changes\n")


@pytest.mark.soak
def test_deploy_and_autoscaling_cause_no_plan_changes(made: Made) -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/counterpromo-prod-github-deployer"
    deployer = assumed(made.workplace.sandbox.endpoint, role_arn=role)
    ecs = deployer.client("ecs")
    newest = ecs.describe_task_definition(taskDefinition="counterpromo-prod-td-api")["taskDefinition"]
    kept = ("family", "taskRoleArn", "executionRoleArn", "networkMode", "requiresCompatibilities", "cpu", "memory")
    containers = [{**newest["containerDefinitions"][0], "image": "api:0123456"}]
    ecs.register_task_definition(**{key: newest[key] for key in kept}, containerDefinitions=containers)
    service = {"cluster": "counterpromo-prod-cluster", "service": "counterpromo-prod-svc-api"}
    ecs.update_service(**service, taskDefinition="counterpromo-prod-td-api", desiredCount=5)
    plan = made.workplace.run("plan", "prod")
    assert plan.returncode == 0, plan.stdout + plan.stderr


@pytest.mark.soak
def test_prod_without_its_state_is_found_and_adopted_unchanged(made: Made, tmp_path: Path) -> None:
    """As if its state were lost: into another one, everything but what no import can take, nothing changed."""
    place, report = Workplace.make(made.workplace.sandbox, tmp_path, environments=("dev", "prod")), tmp_path / "report"
    place.change_settings(('key = "prod/', 'key = "again/'), file="prod.toml")
    again = place.run("import", "prod", "--yes", "--report", str(report))
    assert again.returncode == 0, again.stdout + again.stderr
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["plan"] == {"import": len(ADDRESSES) - 1, "add": 0, "change": 0, "destroy": 0}
    assert [each["address"] for each in told["missing"]] == [NOT_IMPORTABLE]
    assert [each["type"] for each in told["strays"]] == ["aws_default_route_table"]


@pytest.mark.soak
def test_dev_beside_prod_is_adopted_and_prod_stays_unchanged(made: Made) -> None:
    """The last one here: DEV comes into PROD's account, with the identity provider that both rely on."""
    place, report = made.workplace, made.workplace.folder / "dev.json"
    provider = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
    place.client("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    make_dev(place.sandbox.environment())
    adopted = place.run("import", "dev", "--yes", "--apply", "--report", str(report))
    assert adopted.returncode == 0, adopted.stdout + adopted.stderr
    declared = (PROJECT / "tests" / "addresses" / "dev.txt").read_text(encoding="utf-8").split()
    told = json.loads(report.read_text(encoding="utf-8"))
    assert [match["address"] for match in told["matched"]] == sorted(declared)
    assert not [stray["id"] for stray in told["strays"] if "prod" in stray["id"]]
    plan = place.run("plan", "prod")
    assert plan.returncode == 0, plan.stdout + plan.stderr

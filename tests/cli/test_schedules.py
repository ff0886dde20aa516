"""Schedules against the real terraform and an emulated AWS: created, then planned without a change; adopted by name."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aws.reader import Aws
from envs.load import load
from imports import declared
from main import synthesize
from modules.settings import Settings
from modules.stages import discover, match, prove
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from terraform import provider
from terraform.runner import Terraform
from terraform.stack import Stack
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace
from tests.conftest import write_envs
from tests.stack import slice_of
from tests.synth.test_schedules import NIGHTLY, SCHEDULE, switch_on

NAME, POLICY = NIGHTLY["name"], "schedules_nightly_policy"


@dataclass(frozen=True)
class Applied:
    """An account in which terraform created a schedule, its role and its queue, and the stack that declares them."""

    sandbox: Sandbox
    document: dict[str, Any]
    settings: Settings
    terraform: Terraform


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applied]:
    folder = tmp_path_factory.mktemp("schedules")
    envs = write_envs(folder / "envs", switch_on)
    synthesize(envs=envs, outdir=folder / "out")
    stack = json.loads((folder / "out" / "stacks" / "dev" / "cdk.tf.json").read_text(encoding="utf-8"))
    document = slice_of(stack, ["aws_scheduler_schedule"])
    policies = stack["resource"]["aws_iam_role_policy"]
    document["resource"]["aws_iam_role_policy"] = {POLICY: policies[POLICY]}
    document["terraform"] = {key: value for key, value in document["terraform"].items() if key != "backend"}
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        terraform = write(document, folder / "created", sandbox)
        terraform.init()
        terraform.plan(folder / "first")
        terraform.apply(folder / "first")
        yield Applied(sandbox, document, load("dev", envs), terraform)


def write(document: dict[str, Any], folder: Path, sandbox: Sandbox) -> Terraform:
    folder.mkdir()
    (folder / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    provider.lay(folder)
    return Terraform(stack_dir=folder, environ=sandbox.isolated_environment())


def client(sandbox: Sandbox, service: str) -> Any:
    return Workplace(sandbox=sandbox, folder=Path()).client(service)


@pytest.mark.soak
def test_a_schedule_is_created_and_the_next_plan_is_empty(applied: Applied, tmp_path: Path) -> None:
    assert SCHEDULE in applied.terraform.addresses()
    live = client(applied.sandbox, "scheduler").get_schedule(Name=NAME, GroupName="default")
    assert live["ScheduleExpression"] == NIGHTLY["expression"]
    assert live["Target"]["Arn"].endswith(":counterpromo-dev-jobs")
    assert applied.terraform.plan(tmp_path / "next") is False


@pytest.mark.soak
def test_a_schedule_made_by_hand_is_adopted_unchanged(
    applied: Applied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the console makes it: with a retry policy that the code does not mention."""
    make_by_hand(applied.sandbox)
    for name, value in applied.sandbox.isolated_environment().items():
        monkeypatch.setenv(name, value)
    with Aws(region=REGION, account_id=ACCOUNT) as aws:
        found = discover(aws, applied.settings).found
    outcome = match(declared.of_stack(Stack(document=applied.document)), found)
    assert (outcome.missing, outcome.ambiguous) == ((), ())
    assert outcome.ids[SCHEDULE] == f"default/{NAME}"
    blocks = [{"to": address, "id": id_} for address, id_ in outcome.ids.items()]
    terraform = write({**applied.document, "import": blocks}, tmp_path / "adopted", applied.sandbox)
    terraform.init()
    terraform.plan(tmp_path / "plan")
    proof = prove(terraform.show(tmp_path / "plan"), outcome.ids)
    assert proof.proven, proof.findings
    assert proof.counts.import_ == len(outcome.ids) == 5


def make_by_hand(sandbox: Sandbox) -> None:
    """Replaces the schedule that terraform created by one that it knows nothing of."""
    scheduler = client(sandbox, "scheduler")
    target = scheduler.get_schedule(Name=NAME, GroupName="default")["Target"]
    scheduler.delete_schedule(Name=NAME, GroupName="default")
    retry = {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}
    scheduler.create_schedule(
        Name=NAME,
        ScheduleExpression=NIGHTLY["expression"],
        ScheduleExpressionTimezone=NIGHTLY["time_zone"],
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={**target, "RetryPolicy": retry},
        State="ENABLED",
    )


@pytest.mark.soak
def test_an_environment_with_a_schedule_is_imported_and_applied(tmp_path: Path) -> None:
    """DEV made by hand and imported, then a schedule in its settings."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        place = Workplace.make(sandbox, tmp_path)
        for command in (("bootstrap", "--yes"), ("import", "dev", "--yes", "--apply")):
            ran = place.run(*command)
            assert ran.returncode == 0, ran.stdout + ran.stderr
        lines = [f"{key} = '{value}'" for key, value in NIGHTLY.items()]
        place.change_settings(("[stripe]", "\n".join(["[schedules.nightly]", *lines, "", "[stripe]"])))
        plan = place.run("plan", "dev")
        assert "3 to add, 0 to change, 0 to destroy" in plan.stdout
        assert plan.returncode == 2, plan.stdout + plan.stderr
        assert "service-role-made" in plan.stdout
        applied = place.run("apply", "dev", "--yes")
        assert applied.returncode == 0, applied.stdout + applied.stderr
        again = place.run("plan", "dev")
        assert again.stdout.endswith("dev: no changes\n"), again.stdout + again.stderr

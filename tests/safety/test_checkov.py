"""Comparison with checkov (`make audit`): each failed check is a finding of ours, accepted, or held for a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from audit.safety.baseline import CONTROLS
from audit.safety.controls.account import HIDDEN
from audit.safety.judge import Safety
from envs.load import load
from modules.environment_facts import from_plan
from modules.environment_facts.from_stack import from_stack
from operations.audit import safety_of
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from terraform.plan.parse_json import parse
from terraform.plan.plan import Plan
from terraform.stack import Stack
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace
from tests.safety.checkov import CONTROL_OF, HELD_BECAUSE, PROGRAM, failed_checks, unexplained


def test_every_check_leads_to_a_control() -> None:
    assert {*CONTROL_OF.values()} <= {control.id for control in CONTROLS}
    assert {*HELD_BECAUSE} <= {*CONTROL_OF}


def test_a_failed_check_without_a_finding_is_unexplained() -> None:
    failed: list[Mapping[str, Any]] = [
        {"check_id": "CKV_AWS_16", "resource": "aws_db_instance.database_postgres", "check_name": "encrypted"}
    ]
    assert list(unexplained(failed, Safety(results=())))


@dataclass(frozen=True)
class Planned:
    """A plan of an environment in JSON, and the stack that it was made from."""

    plan: Path
    stack: Stack
    environment: str


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Planned]]:
    """The first plan of PROD in an empty account, and the plan that imports the DEV that was made by hand."""
    if not PROGRAM.is_file():
        pytest.skip("make audit installs checkov")
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        place = Workplace.make(sandbox, tmp_path_factory.mktemp("plans"), environments=("dev", "prod"))
        place.make_room_for_states()
        make_dev(sandbox.environment())
        assert place.run("import", "dev", "--yes").returncode == 0
        made = {}
        for name in ("dev", "prod"):
            file = place.folder / f"{name}.json"
            assert place.run("plan", name, "--json", str(file)).returncode in (0, 2)
            made[name] = Planned(file, Stack.read(place.workspace.stack_dir(name)), name)
        yield made


@pytest.mark.soak
@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_no_failed_check_is_unexplained(plans: dict[str, Planned], environment: str) -> None:
    made = plans[environment]
    settings = load(environment, made.plan.parent / "envs")
    safety = safety_of(from_stack(made.stack, settings.aws), settings, hidden=HIDDEN)
    failed: list[Any] = failed_checks(made.plan)
    print(f"{environment}: {len(failed)} failed checks")
    assert failed, "the comparison compares nothing"
    assert list(unexplained(failed, safety)) == []


@pytest.mark.soak
@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_a_plan_is_judged_as_its_settings_are(plans: dict[str, Planned], environment: str) -> None:
    """Every control has the same state for each resource, whether the audit reads the plan or the settings."""
    made = plans[environment]
    settings = load(environment, made.plan.parent / "envs")
    aws = settings.aws
    code = dict(made.stack.resources())
    plan = Plan.of(parse(made.plan.read_bytes()))
    planned = from_plan.after(plan, account=aws.account_id, region=aws.region, code=code)
    states = [
        {(one.control.id, one.resource): one.state for one in safety_of(things, settings, hidden=HIDDEN).results}
        for things in (from_stack(made.stack, aws), planned)
    ]
    assert states[0] == states[1]

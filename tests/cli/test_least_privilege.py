"""Without any one action that `counterpromo policy` prints, the command stops and names it; with all, it works.

The emulator holds an IAM user to its policies, by action, ARN and condition (`sandbox.authorization`). That all of it
suffices is shown in `test_end_to_end.py`, where every command runs so. Here one action at a time is taken away: some
of them each day, another part each day; all of them where COUNTERPROMO_SOAK is set.
"""

import json
import os
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import boto3
import pytest

from aws.reader import Aws
from envs.load import load, load_account
from errors import CounterPromoError, Refused
from imports.discovery import Inventory
from modules.stages import discover, discover_account
from operations.audit import Reading, read_live
from permissions import policy, recorded
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.cli.limited import Limited, actions_of, without
from tests.permissions.record import importing, listened, living
from tests.permissions.recording import merged

SOAK = os.environ.get("COUNTERPROMO_SOAK") == "1"
ENVS = PROJECT / "envs"
DEV = load("dev", ENVS)
EVERYTHING = recorded.types()
# What is looked for only where the settings have it.
MORE = """
[images.api]
name = "counterpromo-dev-api"

[notifications]
topic = "counterpromo-dev-alarms"

[network.flow_logs]
name = "counterpromo-dev-flow-logs"
traffic = "ALL"
log_group = "/vpc/counterpromo-dev"
log_retention_days = 30
role = "counterpromo-dev-flow-logs"
policy = "write"

[services.web.autoscaling]
minimum = 1
maximum = 2
cpu_percent = 60
"""


# What the provider asks for, and does without where it is denied: an attribute that nobody reads stays empty.
DONE_WITHOUT = {"ec2:DescribeNetworkAcls", "elasticloadbalancing:DescribeCapacityReservation"}
# Asked before a plan that removes something is let through: who uses it. A plan without changes asks none of them.
ASKED_BEFORE_A_REMOVAL = {"ecs:ListServices", "iam:ListInstanceProfilesForRole", "lambda:ListFunctions"}


# Calls of an audit about things that the hand-made DEV does not have: a trail, a detector, keys, a topic, parameters.
NOT_IN_DEV = {
    "cloudtrail:GetTrailStatus",
    "guardduty:GetDetector",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "rds:DescribeDBParameters",
    "sns:GetTopicAttributes",
}
# The tags of a repository are not known then, which is no finding.
DONE_WITHOUT_BY_AUDIT = {"ecr:ListImages"}


def some(actions: Collection[str], *, every: int) -> list[str]:
    """One in so many, others tomorrow; all in a soak."""
    return sorted(actions)[0 if SOAK else date.today().toordinal() % every :: 1 if SOAK else every]


@pytest.fixture(scope="module")
def hand_made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Limited]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        place = Limited.make(sandbox, tmp_path_factory.mktemp("limited") / "place")
        with (place.envs / "dev.toml").open("a", encoding="utf-8") as settings:
            settings.write(MORE)
        plant(place)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", sandbox.endpoint)
            yield place


def plant(place: Limited) -> None:
    """Things of which more is asked where they are there: a repository, a policy of a role's own, a workflow's role."""
    iam, nobody = place.client("iam"), json.dumps({"Version": "2012-10-17", "Statement": []})
    looking = {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}
    allowed = json.dumps({"Version": "2012-10-17", "Statement": [looking]})
    place.client("ecr").create_repository(repositoryName="counterpromo-dev-api")
    own = iam.create_policy(PolicyName="more", PolicyDocument=allowed)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=DEV.identity.task.name, PolicyArn=own)
    iam.create_role(RoleName="counterpromo-dev-plan", AssumeRolePolicyDocument=nobody)


def found(place: Limited, *, session: boto3.Session) -> Inventory:
    with Aws(region=REGION, account_id=ACCOUNT, session=session) as aws:
        discover_account(aws, load_account(ENVS))
        return discover(aws, load("dev", place.envs))


def test_discovery_with_its_policy_sees_as_much_as_root(hand_made: Limited) -> None:
    hand_made.allow(policy("discover", types=EVERYTHING, settings=DEV), hand_made.document("discover", "account"))
    seen = found(hand_made, session=hand_made.session())
    assert seen.found == found(hand_made, session=hand_made.root()).found


def test_discovery_calls_only_recorded_actions(hand_made: Limited) -> None:
    called = listened(hand_made.sandbox, load("dev", hand_made.envs))
    assert called["environment"] <= recorded.discovered("environment") | set(recorded.around())
    assert called["account"] <= recorded.discovered("account")
    assert len(called["environment"]) > 40


@pytest.mark.soak
def test_new_recording_holds_no_new_action() -> None:
    """Every policy allows the reading too: the provider reads once more after a step where AWS is slow."""
    fresh = merged([importing(), living().calls])
    new = {
        (type_, step): actions - recorded.called(type_, step) - recorded.called(type_, "read")
        for type_, steps in fresh.items()
        for step, actions in steps.items()
    }
    assert not {where: actions for where, actions in new.items() if actions}


@pytest.mark.parametrize("action", some(recorded.discovered("environment") | recorded.discovered("account"), every=18))
def test_discovery_without_an_action_stops_and_names_it(hand_made: Limited, action: str) -> None:
    whole = (policy("discover", types=EVERYTHING, settings=DEV), hand_made.document("discover", "account"))
    hand_made.allow(*(without(document, action) for document in whole))
    with pytest.raises(Refused, match=f"not allowed to call {action} ") as refused:
        found(hand_made, session=hand_made.session())
    # AWS names the resource where the action has one.
    assert re.search(rf"grant {action}( on arn:\S+)? to these credentials", refused.value.cure)


def audited(place: Limited, *, session: boto3.Session) -> Reading:
    settings = load("dev", place.envs)
    with Aws(region=REGION, account_id=ACCOUNT, session=session) as aws:
        return read_live(aws, settings)


def test_audit_with_its_policy_reads_as_much_as_root(hand_made: Limited) -> None:
    hand_made.allow(policy("audit", types=EVERYTHING, settings=DEV))
    read = audited(hand_made, session=hand_made.session())
    assert read.things.listed
    assert read.judged
    assert (read.not_judged, read.not_found) == ("", "")
    assert read == audited(hand_made, session=hand_made.root())


@pytest.mark.parametrize("action", some(recorded.audited() - recorded.discovered("environment"), every=8))
def test_audit_without_an_action_names_it(hand_made: Limited, action: str) -> None:
    hand_made.allow(without(policy("audit", types=EVERYTHING, settings=DEV), action))
    try:
        read = audited(hand_made, session=hand_made.session())
        told = f"{read.not_judged} {read.not_found}"
    except CounterPromoError as failure:
        told = failure.message
    assert action in told or action in NOT_IN_DEV | DONE_WITHOUT_BY_AUDIT


def test_policy_of_another_project_does_not_allow_this_one(hand_made: Limited) -> None:
    """Buckets and parameters are granted by name."""
    other = DEV.model_copy(update={"project": "another", "buckets": {}})
    hand_made.allow(policy("discover", types=EVERYTHING, settings=other), hand_made.document("discover", "account"))
    with pytest.raises(Refused, match="s3:Get"):
        found(hand_made, session=hand_made.session())


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Limited]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        place = Limited.make(sandbox, tmp_path_factory.mktemp("limited") / "place")
        for command in (("bootstrap", "--yes"), ("import", "dev", "--yes", "--apply")):
            ran = place.run(*command)
            assert ran.returncode == 0, ran.stdout + ran.stderr
        yield place


def planned_actions() -> set[str]:
    types = {
        line.split(".")[0] for line in (Path(__file__).parent.parent / "addresses" / "dev.txt").read_text().split()
    }
    return actions_of(policy("plan", types=types, settings=DEV)) - {"sts:GetCallerIdentity"}  # nobody can deny that one


@pytest.mark.soak
@pytest.mark.parametrize("action", sorted(planned_actions()))
def test_plan_without_an_action_stops_and_names_it(adopted: Limited, action: str) -> None:
    stopped = adopted.run_without(action, "plan", "dev")
    adopted.unlock("dev")
    if action in DONE_WITHOUT | ASKED_BEFORE_A_REMOVAL:
        assert (stopped.returncode, stopped.stdout) == (0, "dev: no changes\n")
        return
    assert stopped.returncode in (1, 3), stopped.stdout + stopped.stderr
    assert f"not allowed to call {action}" in stopped.stderr or f", {action}" in stopped.stderr, stopped.stderr


@pytest.mark.soak
def test_apply_role_creates_prod_from_an_empty_state(tmp_path: Path) -> None:
    """The role as the account's stack makes it, by whoever may do no more than bootstrap needs."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        place = Limited.make(sandbox, tmp_path / "place", environments=("prod",))
        for ran in (
            place.run("bootstrap", "--yes"),
            place.run_as("counterpromo-prod-apply", "apply", "prod", "--yes", timeout=900),
        ):
            assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.soak
def test_workflow_roles_as_synthesized_plan_and_apply(adopted: Limited) -> None:
    """With their policies in the parts that hang on them; one locks nothing, the other changes what it planned."""
    adopted.change_settings(("idle_timeout_seconds = 60", "idle_timeout_seconds = 75"))
    for role, command, code in (
        ("counterpromo-dev-plan", ("plan", "dev", "--no-lock"), 2),
        ("counterpromo-dev-apply", ("apply", "dev", "--yes"), 0),
        ("counterpromo-dev-plan", ("plan", "dev", "--no-lock"), 0),
        ("counterpromo-dev-plan", ("audit", "dev", "--live"), 3),
    ):
        ran = adopted.run_as(role, *command)
        assert ran.returncode == code, ran.stdout + ran.stderr
    locking = adopted.run_as("counterpromo-dev-plan", "plan", "dev")
    assert locking.returncode == 1, locking.stdout + locking.stderr
    assert "not allowed to call" in locking.stderr


@pytest.mark.soak
def test_apply_without_an_action_names_it(adopted: Limited) -> None:
    adopted.change_settings(("visibility_timeout_seconds = ", "visibility_timeout_seconds = 1"))
    stopped = adopted.run_without("sqs:SetQueueAttributes", "apply", "dev", "--yes")
    adopted.unlock("dev")
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert "not allowed to call sqs:SetQueueAttributes" in stopped.stderr

"""The baseline: every control holds on a sound stack, and fails on one with one known fault."""

from typing import Any

import pytest

from audit.safety.baseline import CONTROLS
from audit.safety.control import Control
from audit.safety.facts import Facts, Resource
from audit.safety.judge import Accepted, State, judge
from tests.safety.canaries import CANARIES
from tests.safety.judged import judged
from tests.stack import Stack


def test_every_control_has_one_id_and_one_canary() -> None:
    ids = [control.id for control in CONTROLS]
    assert len(ids) == len(set(ids))
    assert sorted(CANARIES) == sorted(ids)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_a_control_holds_on_a_sound_stack_and_fails_on_one_fault(control: Control, prod: Stack) -> None:
    canary, alone = CANARIES[control.id], [control]
    sound = judged(prod.document, *canary.holds, live=canary.live, controls=alone).results
    assert {one.state for one in sound} == {State.HELD}, [one.message for one in sound if one.state != State.HELD]
    broken = judged(prod.document, *canary.holds, canary.breaks, live=canary.live, controls=alone)
    found = broken.of(State.FAILED, State.ACCEPTED)
    assert found, f"{control.id} does not fail on its canary"
    assert all(one.detail for one in found)


def test_a_control_of_the_account_is_not_decided_without_the_account(prod: Stack) -> None:
    undecided = {one.control.id for one in judged(prod.document).of(State.UNDECIDED)}
    assert undecided == {"CloudTrail.1", "CloudTrail.2", "CloudTrail.4", "GuardDuty.1"}


BUCKET: Any = {"type": "aws_s3_bucket", "values": {}}
S3_7 = tuple(one for one in CONTROLS if one.id == "S3.7")
FACTS = Facts(
    account="437064342167",
    resources=(
        Resource(address="aws_s3_bucket.a", name="bucket-a", **BUCKET),
        Resource(address="aws_s3_bucket.b", name="bucket-b", **BUCKET),
    ),
)


def test_an_exception_is_for_its_control_and_its_resources_alone() -> None:
    accepted = Accepted(control="S3.7", reason="one region is enough", only=("bucket-a",))
    safety = judge(FACTS, S3_7, accepted=[accepted])
    assert [(one.name, one.state) for one in safety.results] == [
        ("bucket-a", State.ACCEPTED),
        ("bucket-b", State.FAILED),
    ]
    assert not safety.passed
    assert judge(FACTS, S3_7, accepted=[Accepted(control="S3.7", reason="one region is enough")]).passed


@pytest.mark.parametrize(("control", "only"), [("S3.9", ()), ("S3.7", ("bucket-c",)), ("S3.777", ())])
def test_an_exception_that_nothing_needs_is_named(control: str, only: tuple[str, ...]) -> None:
    needed = Accepted(control="S3.7", reason="one region is enough")
    idle = Accepted(control=control, reason="nothing needs it", only=only)
    safety = judge(FACTS, S3_7, accepted=[needed, idle])
    assert safety.unused == (idle,)
    assert not safety.passed


def test_the_faults_of_an_environment_made_by_hand_are_inherited_and_pass() -> None:
    safety = judge(FACTS, S3_7, made_by_hand=True)
    assert {one.state for one in safety.results} == {State.INHERITED}
    assert safety.passed

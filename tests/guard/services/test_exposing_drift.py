"""Drift that opens a resource to the world blocks a plan, also if the plan changes nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity
from tests.guard.plans import Json, judge, keep, plan, rules, update

GROUP, DATABASE = "aws_security_group.rds", "aws_db_instance.main"


def rule(*ranges: str, port: int = 5432) -> Json:
    return {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": list(ranges)}


def drift(address: str, before: Json, after: Json) -> Json:
    return update(address, {"id": "sg-1", **before}, {"id": "sg-1", **after})


@given(port=st.integers(1, 65535), world=st.sampled_from(["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"]))
def test_group_that_somebody_opened_to_the_world_blocks_a_plan_without_changes(port: int, world: str) -> None:
    verdict = judge(
        plan(keep(GROUP), resource_drift=[drift(GROUP, {"ingress": []}, {"ingress": [rule(world, port=port)]})])
    )
    assert rules(verdict) == {"drift-exposes"}


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        (DATABASE, {"publicly_accessible": False}, {"publicly_accessible": True}),
        (GROUP, {"ingress": [rule("10.0.0.0/8")]}, {"ingress": [rule("10.0.0.0/8"), rule("0.0.0.0/0")]}),
    ],
)
def test_exposed_resource_blocks_also_beside_a_change_of_another(address: str, before: Json, after: Json) -> None:
    other = update("aws_sqs_queue.jobs", {"delay_seconds": 0}, {"delay_seconds": 1})
    verdict = judge(plan(keep(address), other, resource_drift=[drift(address, before, after)]))
    assert "drift-exposes" in rules(verdict)


def test_database_that_the_plan_makes_private_again_is_a_change_that_is_overwritten() -> None:
    opened = drift(DATABASE, {"publicly_accessible": False}, {"publicly_accessible": True})
    closing = update(DATABASE, {"publicly_accessible": True}, {"publicly_accessible": False})
    assert rules(judge(plan(closing, resource_drift=[opened]))) == {"drift-crossed"}


@pytest.mark.parametrize(
    "after",
    [
        {"ingress": [rule("10.10.0.0/16")]},
        {"egress": [rule("0.0.0.0/0")]},
        {"tags": {"a": "b"}},
        {"description": "another"},
    ],
)
def test_drift_that_opens_nothing_to_the_world_is_reported_only(after: Any) -> None:
    verdict = judge(plan(keep(GROUP), resource_drift=[drift(GROUP, {}, after)]))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"drift"}

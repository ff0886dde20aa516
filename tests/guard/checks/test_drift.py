"""Drift: it is reported, and a plan that overwrites it is blocked."""

from typing import Any

import pytest

from guard.verdict import Severity
from tests.guard.plans import (
    Json,
    blocked,
    create,
    delete,
    drift,
    judge,
    keep,
    plan,
    replace,
    rules,
    update,
)

DB, QUEUE = "aws_db_instance.main", "aws_sqs_queue.jobs"
GROUP, RULE = "aws_security_group.a", "aws_lb_listener_rule.a"
MOVED = drift(DB, {"port": 5432, "password": "hunter1"}, {"port": 5433, "password": "hunter2"})


def test_drift_is_reported_with_its_attributes() -> None:
    verdict = judge(plan(keep(DB), resource_drift=[MOVED]))
    assert verdict.passed
    assert [(one.rule, one.address, one.detail) for one in verdict.findings] == [("drift", DB, "password, port")]
    assert "hunter" not in str(verdict)


@pytest.mark.parametrize(
    "entry", [update(DB, {"tags": {}}, {"tags": {"a": "b"}}), create(DB, {}), delete(DB), replace(DB)]
)
def test_drift_that_the_plan_overwrites_is_blocked(entry: Json) -> None:
    assert ("drift-crossed", DB) in blocked(judge(plan(entry, resource_drift=[MOVED])))


def test_deleted_resource_that_the_plan_creates_again_is_blocked() -> None:
    gone = drift(QUEUE, {"name": "jobs"}, None)
    verdict = judge(plan(create(QUEUE), resource_drift=[gone]))
    assert blocked(verdict) == {("drift-crossed", QUEUE)}
    assert verdict.findings[0].detail == "it is gone"


def test_update_of_a_deleted_resource_is_blocked() -> None:
    gone = drift(GROUP, {"ingress": [{}]}, None)
    altered = update(GROUP, {"tags": {}}, {"tags": {"a": "b"}})
    assert blocked(judge(plan(altered, resource_drift=[gone]))) == {("drift-crossed", GROUP)}


def test_drift_that_another_change_depends_on_is_blocked() -> None:
    feeding = [{"resource": DB, "attribute": ["port"]}]
    entry = update("aws_ecs_service.a", {}, {"tags": {"a": "b"}})
    assert blocked(judge(plan(entry, resource_drift=[MOVED], relevant_attributes=feeding))) == {("drift-crossed", DB)}
    others: list[Any] = [
        [{"resource": DB, "attribute": ["id"]}],
        [{"resource": QUEUE, "attribute": ["port"]}],
        [None],
        {},
    ]
    for harmless in others:
        assert judge(plan(entry, resource_drift=[MOVED], relevant_attributes=harmless)).passed
    assert judge(plan(keep(DB), resource_drift=[MOVED], relevant_attributes=feeding)).passed


def test_empty_value_in_place_of_null_is_not_drift() -> None:
    noise = drift(DB, {"tags": None, "a": [], "b": ""}, {"tags": {}, "a": None, "b": None})
    assert judge(plan(update(DB, {}, {"tags": {"a": "b"}}), resource_drift=[noise])).findings == ()


def test_drift_of_inline_rules_is_blocked_only_if_the_plan_overwrites_it() -> None:
    """A rule that stands apart shows in its group; the next change of the group's tags leaves it alone."""
    shows = drift(GROUP, {"ingress": []}, {"ingress": [{"from_port": 443}]})
    verdict = judge(plan(update(GROUP, {"tags": {}}, {"tags": {"a": "b"}}), resource_drift=[shows]))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"drift"}
    undone = update(GROUP, {"ingress": [{"from_port": 443}]}, {"ingress": []})
    assert ("drift-crossed", GROUP) in blocked(judge(plan(undone, resource_drift=[shows])))
    more = drift(GROUP, {"ingress": [], "description": "a"}, {"ingress": [{}], "description": "b"})
    assert not judge(plan(update(GROUP, {"tags": {}}, {"tags": {"a": "b"}}), resource_drift=[more])).passed


def test_attribute_that_changes_by_itself_is_not_drift() -> None:
    moving = drift(DB, {"latest_restorable_time": "10:00"}, {"latest_restorable_time": "10:05"})
    assert judge(plan(update(DB, {}, {"tags": {"a": "b"}}), resource_drift=[moving])).findings == ()


def test_other_notation_of_an_action_is_not_drift() -> None:
    target = "arn:aws:elasticloadbalancing:eu-west-2:437064342167:targetgroup/a/1"
    short, long_ = {"action": [{"target_group_arn": target}]}, {"action": [{"forward": [{"arn": target}]}]}
    assert judge(plan(keep(RULE), resource_drift=[drift(RULE, short, long_)])).findings == ()
    elsewhere = {"action": [{"forward": [{"arn": target.replace("/a/", "/b/")}]}]}
    assert rules(judge(plan(keep(RULE), resource_drift=[drift(RULE, short, elsewhere)])), Severity.REPORTED) == {
        "drift"
    }
    none = {"action": [{"type": "redirect"}]}, {"action": [{"type": "fixed-response"}]}
    assert rules(judge(plan(keep(RULE), resource_drift=[drift(RULE, *none)])), Severity.REPORTED) == {"drift"}

"""Edits of settings that a walk over every setting found: harmless ones were refused, harmful ones passed unnoticed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity
from tests.guard.plans import Json, blocked, judge, keep, plan, rules, update

SERVICE, BALANCER, GROUP = "aws_ecs_service.api", "aws_lb.alb", "aws_lb_target_group.api"
QUEUE, DATABASE, RULE, ROLE = "aws_sqs_queue.jobs", "aws_db_instance.main", "aws_lb_listener_rule.api", "aws_iam_role.a"
REPORTED = [
    (BALANCER, {"subnets": ["a", "b"]}, {"subnets": ["a", "b", "c"]}, "balancer-network"),
    (
        SERVICE,
        {"network_configuration": [{"subnets": ["a"]}]},
        {"network_configuration": [{"subnets": ["a", "b"]}]},
        "",
    ),
    (SERVICE, {"deployment_minimum_healthy_percent": 100}, {"deployment_minimum_healthy_percent": 50}, ""),
    (GROUP, {"health_check": [{"matcher": "200"}]}, {"health_check": [{"matcher": "200-299"}]}, "health-check-changed"),
    (GROUP, {"health_check": [{"matcher": "200-499"}]}, {"health_check": [{"matcher": "200,404"}]}, ""),
    (DATABASE, {"max_allocated_storage": 100}, {"max_allocated_storage": 50}, "capacity-lowered"),
]
BLOCKED = [
    (BALANCER, {"subnets": ["a", "b"]}, {"subnets": ["a", "c"]}, "balancer-network"),
    (SERVICE, {"network_configuration": [{"subnets": ["a"]}]}, {"network_configuration": [{"subnets": ["b"]}]}, ""),
    (SERVICE, {"deployment_minimum_healthy_percent": 50}, {"deployment_minimum_healthy_percent": 0}, ""),
    (GROUP, {"health_check": [{"matcher": "200-299"}]}, {"health_check": [{"matcher": "200,500"}]}, ""),
    (DATABASE, {"max_allocated_storage": 100}, {"max_allocated_storage": 0}, "capacity-lowered"),
    (QUEUE, {"sqs_managed_sse_enabled": True}, {"sqs_managed_sse_enabled": False}, "encryption-off"),
    (QUEUE, {"kms_master_key_id": "k"}, {"sqs_managed_sse_enabled": False}, "encryption-key-changed"),
]


@pytest.mark.parametrize(("address", "before", "after", "rule"), REPORTED)
def test_ordinary_edit_is_reported(address: str, before: Json, after: Json, rule: str) -> None:
    verdict = judge(plan(update(address, before, after)))
    assert verdict.passed
    found = rules(verdict, Severity.REPORTED)
    assert rule in found if rule else found


@pytest.mark.parametrize(("address", "before", "after", "rule"), BLOCKED)
def test_graver_edit_of_the_same_setting_is_blocked(address: str, before: Json, after: Json, rule: str) -> None:
    found = rules(judge(plan(update(address, before, after))))
    assert rule in found if rule else found


@given(st.lists(st.integers(200, 499), min_size=1, max_size=4), st.lists(st.integers(200, 499), min_size=1, max_size=4))
def test_matcher_is_blocked_where_a_higher_error_counts_as_healthy(live: list[int], planned: list[int]) -> None:
    sides = [{"health_check": [{"matcher": ",".join(map(str, codes))}]} for codes in (live, planned)]
    graver = max(planned) >= 400 and max(planned) > max(live)
    assert judge(plan(update(GROUP, *sides))).passed is not graver


def test_switch_that_the_provider_reads_as_off_is_no_finding() -> None:
    change = update(GROUP, {"proxy_protocol_v2": None}, {"proxy_protocol_v2": False})
    assert judge(plan(change)).findings == ()


def test_queue_goes_over_to_a_key_of_kms() -> None:
    change = update(QUEUE, {"sqs_managed_sse_enabled": True}, {"kms_master_key_id": "alias/aws/sqs"})
    assert judge(plan(change)).passed


def hosted(*hosts: str, paths: tuple[str, ...] = ()) -> Json:
    conditions: list[Any] = [{"host_header": [{"values": list(hosts)}]}] if hosts else []
    conditions += [{"path_pattern": [{"values": list(paths)}]}] if paths else []
    return {"priority": 1, "listener_arn": "arn:l", "condition": conditions, "action": [{"target_group_arn": "a"}]}


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [
        (hosted("x.com"), hosted("x.com", "y.com"), True),
        (hosted("x.com", paths=("/a",)), hosted("x.com", "y.com", paths=("/a", "/b")), True),
        (hosted("x.com", "y.com"), hosted("x.com"), False),
        (hosted(paths=("/a",)), hosted("x.com", paths=("/a",)), False),
        (hosted("x.com", paths=("/a",)), hosted(paths=("/a",)), False),
    ],
)
def test_rule_may_take_more_hosts_and_not_fewer(before: Json, after: Json, passes: bool) -> None:
    assert judge(plan(update(RULE, before, after))).passed is passes


def test_rule_for_a_host_hides_a_later_one_for_a_path_of_it() -> None:
    later = {**hosted("x.com", paths=("/a",)), "priority": 2, "action": [{"target_group_arn": "b"}]}
    document = plan(keep(RULE, hosted("x.com")), update("aws_lb_listener_rule.b", {**later, "priority": 3}, later))
    assert ("listener-rule-shadows", "aws_lb_listener_rule.b") in blocked(judge(document))


def test_first_boundary_of_a_role_is_reported_where_tasks_have_the_role() -> None:
    bounded = update(ROLE, {"name": "app"}, {"name": "app", "permissions_boundary": "arn:aws:iam::aws:policy/View"})
    task = keep("aws_ecs_task_definition.api", {"task_role_arn": "arn:aws:iam::437064342167:role/app"})
    assert judge(plan(bounded)).findings == ()
    verdict = judge(plan(bounded, task))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"access-removed"}


def test_emptied_policy_of_a_role_without_tasks_is_reported() -> None:
    allowed = {"Effect": "Allow", "Action": "ecs:UpdateService", "Resource": "arn:aws:ecs:::service/a"}
    texts = [json.dumps({"Version": "2012-10-17", "Statement": some}) for some in ([allowed], [])]
    verdict = judge(plan(update("aws_iam_role_policy.deployer", *({"role": "d", "policy": text} for text in texts))))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"access-removed"}

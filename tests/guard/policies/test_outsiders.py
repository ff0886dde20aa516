"""New policies of resources that let somebody in from outside of the account. Bad cases first."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity
from tests.guard.plans import ACCOUNT, EXPECTED, Json, blocked, create, judge, keep, plan, rules, update

POLICY, TOPIC, ROLE = "aws_s3_bucket_policy.uploads", "aws_sns_topic_policy.alarms", "aws_iam_role.task"
STRANGER = "999999999999"
HOLLOW: list[Json] = [
    {"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}},
    {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}},
    {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}},
    {"StringEquals": {"aws:PrincipalType": "User"}},
    {"StringEquals": {"aws:PrincipalTag/team": "payments"}},
    {"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}},
    {"IpAddress": {"aws:SourceIp": "not a range"}},
    {"StringLike": {"aws:SourceAccount": "?" * 12}},
    {"Bool": {"aws:PrincipalIsAWSService": "true"}},
    {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/16"}},
    {"StringLike": {"aws:PrincipalOrgID": "o-*"}, "Null": {"aws:PrincipalOrgID": "false"}},
]
RESTRICTING: list[Json] = [
    {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    {"StringEquals": {"aws:PrincipalAccount": [ACCOUNT]}},
    {"ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:eu-west-2:{ACCOUNT}:alarm:*"}},
    {"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::uploads"}},
    {"StringEquals": {"aws:SourceVpce": "vpce-1"}},
    {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
]


def statement(principal: Any, condition: Json | None = None, **over: Any) -> Json:
    one = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::uploads/*"}
    return {**one, **({"Condition": condition} if condition else {}), **over}


def policy(*statements: Json) -> Json:
    return {"policy": json.dumps({"Version": "2012-10-17", "Statement": list(statements)})}


@pytest.mark.parametrize("condition", HOLLOW, ids=str)
def test_condition_that_strangers_meet_leaves_a_policy_public(condition: Json) -> None:
    assert blocked(judge(plan(create(POLICY, policy(statement("*", condition)))))) == {("policy-public", POLICY)}


@pytest.mark.parametrize("condition", RESTRICTING, ids=str)
def test_condition_that_strangers_cannot_meet_makes_a_policy_private(condition: Json) -> None:
    assert judge(plan(create(POLICY, policy(statement("*", condition))))).passed


@given(st.lists(st.sampled_from(HOLLOW), max_size=4), st.one_of(st.none(), st.sampled_from(RESTRICTING)))
def test_one_restricting_condition_is_enough_and_no_number_of_hollow_ones_is(
    hollow: list[Json], restricting: Json | None
) -> None:
    merged: dict[str, Json] = {}
    for each in (*hollow, *([restricting] if restricting else [])):
        for operator, keys in each.items():
            merged.setdefault(operator, {}).update(keys)
    found = judge(plan(create(POLICY, policy(statement("*", merged))))).passed
    assert found is any(_has(merged, each) for each in RESTRICTING)


def _has(merged: Json, one: Json) -> bool:
    return all(keys.items() <= merged.get(operator, {}).items() for operator, keys in one.items())


@pytest.mark.parametrize(
    ("principal", "condition", "who"),
    [
        ({"AWS": STRANGER}, None, f"policy: account {STRANGER}"),
        ({"AWS": [ACCOUNT, STRANGER]}, None, f"policy: account {STRANGER}"),
        ("*", {"StringEquals": {"aws:PrincipalAccount": STRANGER}}, f"policy: account {STRANGER}"),
        (
            {"Service": "sns.amazonaws.com"},
            {"StringEquals": {"aws:SourceAccount": STRANGER}},
            f"policy: account {STRANGER}",
        ),
        ({"CanonicalUser": "79a59df900b949e5"}, None, "policy: a canonical user"),
        ({"Federated": "cognito-identity.amazonaws.com"}, None, "policy: the users of cognito-identity.amazonaws.com"),
        ("*", None, "policy: everybody"),
    ],
)
@pytest.mark.parametrize("type_", ["aws_s3_bucket_policy", "aws_secretsmanager_secret_policy", "aws_sqs_queue_policy"])
def test_new_policy_for_others_is_blocked_and_says_for_whom(
    principal: Any, condition: Json | None, who: str, type_: str
) -> None:
    verdict = judge(plan(create(f"{type_}.it", policy(statement(principal, condition)))))
    assert [(one.rule, one.detail) for one in verdict.of(Severity.BLOCKED)] == [("policy-public", who)]


def test_principal_of_another_account_that_must_act_from_this_one_passes() -> None:
    condition = {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}
    assert judge(plan(create(POLICY, policy(statement({"AWS": STRANGER}, condition))))).passed


def test_policy_for_an_organisation_is_reported() -> None:
    verdict = judge(plan(create(POLICY, policy(statement("*", {"StringEquals": {"aws:PrincipalOrgID": "o-abc"}})))))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"policy-public"}


def test_drift_that_lets_another_account_in_is_blocked() -> None:
    own, other = (policy(statement({"AWS": one})) for one in (ACCOUNT, STRANGER))
    verdict = judge(plan(keep(POLICY, other), resource_drift=[update(POLICY, own, other)]))
    assert ("drift-exposes", POLICY) in blocked(verdict)


def service(name: str, **over: Any) -> Json:
    own = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    return {**statement({"Service": f"{name}.amazonaws.com"}, own, Action="sns:Publish", Resource="arn:t"), **over}


@pytest.mark.parametrize(
    ("gained", "passes"),
    [
        (service("budgets"), True),
        (service("budgets", Condition={"ArnLike": {"aws:SourceArn": f"arn:aws:budgets::{ACCOUNT}:*"}}), True),
        (service("budgets", Condition={}), False),
        (service("budgets", Condition={"StringEquals": {"aws:SourceAccount": STRANGER}}), False),
        (service("budgets", Action="sns:*"), False),
        (service("budgets", Principal={"Service": "budgets.amazonaws.com", "AWS": ACCOUNT}), False),
    ],
)
def test_policy_that_lets_in_one_more_service_for_this_account_is_reported(gained: Json, passes: bool) -> None:
    live = service("cloudwatch")
    verdict = judge(plan(update(TOPIC, policy(live), policy(live, gained))))
    assert verdict.passed is passes
    assert "policy-widened" in rules(verdict, Severity.REPORTED if passes else Severity.BLOCKED)


@pytest.mark.parametrize(
    ("condition", "passes"),
    [
        ({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, True),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:ecs:eu-west-2:{ACCOUNT}:*"}}, True),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:ecs:eu-west-2:{ACCOUNT}:cluster/other"}}, False),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:lambda:eu-west-2:{ACCOUNT}:*"}}, False),
        ({"StringEquals": {"aws:SourceAccount": STRANGER}}, False),
        ({"StringEquals": {"aws:RequestedRegion": "eu-west-2"}}, False),
    ],
)
def test_trust_of_a_task_role_may_be_restricted_to_the_account(condition: Json, passes: bool) -> None:
    trusts = statement({"Service": "ecs-tasks.amazonaws.com"}, Action="sts:AssumeRole")
    del trusts["Resource"]
    sides = [
        {"name": "task", "assume_role_policy": json.dumps({"Statement": [one]})}
        for one in (trusts, {**trusts, "Condition": condition})
    ]
    definition = keep("aws_ecs_task_definition.api", {"task_role_arn": f"arn:aws:iam::{EXPECTED.account}:role/task"})
    verdict = judge(plan(definition, update(ROLE, *sides)))
    assert verdict.passed is passes
    assert passes or rules(verdict) == {"access-removed"}

"""Conditions of the guard that one small plan decides, and that no other test would miss."""

import json
import tomllib
from dataclasses import replace as with_other

import pytest

from guard.checks.outside_users import used_by
from guard.policies.unknown_values import is_placeholder
from guard.verdict import Finding, Severity, waiver_for
from tests.guard.plans import EXPECTED, TODAY, Json, blocked, create, judge, keep, plan, rules, update

ROLE = "aws_iam_role.api"


def policy(resource: str) -> Json:
    return {"policy": json.dumps({"Statement": [{"Effect": "Deny", "Action": "sqs:*", "Resource": resource}]})}


@pytest.mark.parametrize("account", ["", "*", "4370643421?7", "437064342167"])
def test_arn_of_a_pattern_is_no_arn_of_another_account(account: str) -> None:
    made = create("aws_sqs_queue_policy.jobs", policy(f"arn:aws:sqs:eu-west-2:{account}:jobs"))
    assert "identity" not in rules(judge(plan(made)))


def test_arn_of_another_account_is_blocked() -> None:
    made = create("aws_sqs_queue_policy.jobs", policy("arn:aws:sqs:eu-west-2:111122223333:jobs"))
    assert "identity" in rules(judge(plan(made)))


@pytest.mark.parametrize(("text", "placeholder"), [("<arn of x>", True), ("<arn", False), ("a>b", False), ("", False)])
def test_placeholder_begins_and_ends_with_angle_brackets(text: str, placeholder: bool) -> None:
    assert is_placeholder(text) is placeholder


@pytest.mark.parametrize("letter", ["\x1b", "\x07", "\n", "\u202e", '"', "\\", "é", "\U0001f600"])
def test_waiver_of_any_address_is_printable_toml_and_says_the_address(letter: str) -> None:
    text = waiver_for(Finding(rule="drift", address=f"aws_sqs_queue.a{letter}b"), today=TODAY)
    assert all(each.isprintable() or each == "\n" for each in text)
    assert tomllib.loads(text)["waiver"][0]["address"] == f"aws_sqs_queue.a{letter}b"


def test_engine_that_is_not_known_yet_is_blocked() -> None:
    sides = ({"engine": "postgres", "engine_version": "16.4"}, {"engine_version": "16.4"})
    verdict = judge(plan(update("aws_db_instance.it", *sides, after_unknown={"engine": True})))
    assert ("engine-upgrade", "aws_db_instance.it") in blocked(verdict)


@pytest.mark.parametrize("users", [None, (), ("i-1", "i-2")])
def test_default_group_is_taken_over_where_nothing_uses_it(users: tuple[str, ...] | None) -> None:
    address = "aws_default_security_group.default"
    expected = EXPECTED if users is None else with_other(EXPECTED, users={address: users})
    verdict = judge(plan(create(address, {"vpc_id": "vpc-1"})), expected=expected)
    (found,) = [finding for finding in verdict.findings if finding.rule == "default-taken-over"]
    assert found.severity is (Severity.REPORTED if users == () else Severity.BLOCKED)
    details: dict[tuple[str, ...] | None, str] = {
        None: "",
        (): "nothing uses it",
        ("i-1", "i-2"): "used by i-1, i-2",
    }
    assert found.detail == details[users]


def test_default_group_that_is_in_the_state_loses_its_rules_by_a_finding() -> None:
    address = "aws_default_security_group.default"
    expected = with_other(EXPECTED, users={address: ()})
    changed = update(address, {"ingress": [{"from_port": 0}]}, {"ingress": []})
    assert "default-taken-over" not in {
        finding.rule for finding in judge(plan(changed), expected=expected).of(Severity.REPORTED)
    }


@pytest.mark.parametrize(("number", "text"), [(1, "used by a0"), (7, "used by a0, a1, a2, a3, a4, and 2 more")])
def test_users_are_named_up_to_five(number: int, text: str) -> None:
    assert used_by([f"a{each}" for each in range(number)]) == text


@pytest.mark.parametrize(("live", "planned"), [("not json", "[]"), ("[]", "not json"), ("{}", "[]")])
def test_containers_that_cannot_be_read_are_blocked(live: str, planned: str) -> None:
    sides = ({"container_definitions": live}, {"container_definitions": planned})
    verdict = judge(plan(update("aws_ecs_task_definition.api", *sides)))
    assert ("unknown-until-apply", "aws_ecs_task_definition.api") in blocked(verdict)


def test_rule_of_a_group_that_stays_is_judged_by_the_name_of_the_group() -> None:
    """The load balancer's group may admit the world on 443, and no other group may."""
    opened = {
        "security_group_id": "sg-1",
        "cidr_ipv4": "0.0.0.0/0",
        "from_port": 443,
        "to_port": 443,
        "ip_protocol": "tcp",
    }
    rule = create("aws_vpc_security_group_ingress_rule.it", opened)
    for name, passes in (("alb-sg", True), ("database-sg", False)):
        group = keep("aws_security_group.it", {"id": "sg-1", "name": name})
        assert ("group-opened" not in rules(judge(plan(group, rule)))) is passes

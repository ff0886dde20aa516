"""The arguments of a change: what a person set is shown, sensitive values and AWS's own values are not."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.arguments import arguments
from report.lines import line
from report.members import members
from terraform.plan.change import Change
from tests.guard.plans import create, replace, update

ADDRESS = "aws_sqs_queue.jobs"


def shown(entry: dict[str, Any], code: dict[str, Any] | None = None) -> list[str]:
    """Returns sign and text of each line; `code` is what the configuration of the plan has for the resource."""
    written = {entry["address"]: {"expressions": code}} if code else {}
    lines = (line(argument, longest=60) for argument in arguments(Change.of(entry), written))
    return [f"{sign} {text}" for sign, text in lines]


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, separators=(",", ":"))


READ = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}
SEND = {"Sid": "Send", "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:::q"}


def test_changed_argument_has_both_values() -> None:
    assert shown(update(ADDRESS, {"delay": 1, "name": "a"}, {"delay": 2, "name": "a"})) == ["~ delay: 1 -> 2"]


def test_statement_that_a_policy_gains_is_shown_without_the_others() -> None:
    wider = READ | {"Action": ["s3:GetObject", "s3:PutObject"]}
    entry = update(ADDRESS, {"policy": policy(READ)}, {"policy": policy(SEND, wider)})
    assert shown(entry) == [
        '+ policy.Statement[Read].Action: "s3:PutObject"',
        '+ policy.Statement[Send].Action: "sqs:SendMessage"',
        '+ policy.Statement[Send].Effect: "Allow"',
        '+ policy.Statement[Send].Resource: "arn:aws:sqs:::q"',
    ]


def test_variable_of_a_container_is_shown_by_its_name() -> None:
    def containers(**variables: str) -> str:
        listed = [{"name": name, "value": value} for name, value in variables.items()]
        return json.dumps([{"name": "api", "environment": listed}])

    entry = update(
        ADDRESS,
        {"container_definitions": containers(A="1", B="2", C="3")},
        {"container_definitions": containers(C="3", B="x", D="4")},
    )
    assert shown(entry) == [
        '- container_definitions.environment[A].value: "1"',
        '~ container_definitions.environment[B].value: "2" -> "x"',
        '+ container_definitions.environment[D].value: "4"',
    ]


def test_members_of_a_set_come_and_go() -> None:
    entry = update(ADDRESS, {"subnets": ["a", "b"]}, {"subnets": ["b", "c"]})
    assert shown(entry) == ['- subnets: "a"', '+ subnets: "c"']
    assert shown(update(ADDRESS, {"subnets": ["a", "b"]}, {"subnets": ["b", "a"]})) == [
        '~ subnets (order only): ["a", "b"] -> ["b", "a"]'
    ]


def test_json_that_is_only_written_differently_is_said_to_be() -> None:
    (only,) = shown(update(ADDRESS, {"policy": '{"a": 1}'}, {"policy": '{"a":1}'}))
    assert only == "~ only values that AWS computes, or spells otherwise: policy"


def test_computed_value_is_left_out_unless_the_code_sets_it() -> None:
    entry = replace(
        ADDRESS,
        {"arn": "a", "revision": 3, "task": "old", "cpu": 1},
        {"cpu": 2},
        after_unknown={"arn": True, "revision": True, "task": True},
        replace_paths=[["cpu"]],
    )
    code = {"cpu": {"constant_value": 2}, "task": {"references": ["aws_x.y.arn"]}}
    assert shown(entry, code) == [
        "~ cpu: 1 -> 2   # forces a replacement",
        '~ task: "old" -> (known after apply)',
    ]
    assert any(each.startswith("~ arn") for each in shown(entry)), "without the code, everything is shown"


def test_default_that_takes_the_place_of_nothing_is_left_out() -> None:
    """An import reads null for what AWS does not have; the first update writes false into the state."""
    before = {"path": "/health", "proxy_protocol_v2": None, "slow_start": None, "other": None}
    after = {"path": "/healthz", "proxy_protocol_v2": False, "slow_start": 0, "other": True}
    assert shown(update(ADDRESS, before, after), {"path": {}}) == [
        "+ other: true",
        '~ path: "/health" -> "/healthz"',
    ]
    assert "+ slow_start: 0" in shown(update(ADDRESS, before, after), {"path": {}, "slow_start": {}})


def test_tags_all_repeats_tags_and_is_left_out() -> None:
    sides = ({"tags": {"a": "1"}, "tags_all": {"a": "1"}}, {"tags": {"a": "2"}, "tags_all": {"a": "2"}})
    assert shown(update(ADDRESS, *sides)) == ['~ tags.a: "1" -> "2"']
    assert shown(update(ADDRESS, {"tags_all": {}}, {"tags_all": {"b": "1"}})) == ['+ tags_all.b: "1"']


def test_created_resource_shows_what_the_code_sets() -> None:
    code = {"name": {"constant_value": "jobs"}, "tags": {"constant_value": {"a": "1"}}}
    entry = create(ADDRESS, {"name": "jobs", "tags": {"a": "1"}, "tags_all": {"a": "1"}, "fifo": False, "policy": None})
    assert shown(entry, code) == ['+ name: "jobs"', '+ tags.a: "1"']


SECRET = "correct horse battery staple"


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        ({"password": SECRET}, {"password": "b"}, {"before_sensitive": {"password": True}}),
        ({"password": "b"}, {"password": SECRET}, {"after_sensitive": {"password": True}}),
        ({"password": SECRET}, {"password": "b"}, {"after_sensitive": True}),
        # The item moves: its index before is not its index after.
        (
            {"rule": [{"a": "1"}, {"a": SECRET}]},
            {"rule": [{"a": SECRET}]},
            {"after_sensitive": {"rule": [{"a": True}]}},
        ),
        ({"auth": None}, {"auth": {"token": SECRET}}, {"after_sensitive": {"auth": {"token": True}}}),
        ({"containers": "[]"}, {"containers": json.dumps([{"name": "DB_PASSWORD", "value": SECRET}])}, {}),
        ({"url": "a"}, {"url": f"postgres://me:{SECRET.replace(' ', '')}@db/x"}, {}),
    ],
)
def test_sensitive_value_is_never_shown(before: Any, after: Any, marks: Any) -> None:
    lines = shown(update(ADDRESS, before, after, **marks))
    assert any("(sensitive)" in each for each in lines)
    assert "horse" not in "\n".join(lines)


def test_long_values_show_the_place_where_they_differ() -> None:
    (only,) = shown(update(ADDRESS, {"script": "x" * 500 + "old"}, {"script": "x" * 500 + "new"}))
    assert 'old"' in only
    assert 'new"' in only
    assert len(only) < 200


scalars = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a", "b", '{"a":1}', "[1, 2]"])
trees = st.recursive(
    scalars,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(["Sid", "name", "x"]), inside),
    max_leaves=8,
)


@given(before=st.dictionaries(st.sampled_from("abc"), trees), after=st.dictionaries(st.sampled_from("abc"), trees))
def test_every_difference_has_a_line_and_no_difference_has_none(before: Any, after: Any) -> None:
    change = Change.of(update(ADDRESS, before, after))
    assert bool(arguments(change, {})) == bool(change.differing())


@given(value=trees)
def test_equal_values_have_no_members(value: Any) -> None:
    assert list(members("a", value, json.loads(json.dumps(value)))) == []

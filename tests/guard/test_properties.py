"""Properties of the guard for arbitrary plans, and for arbitrary data in place of a plan."""

import json
from dataclasses import replace as but
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.policies.iam_policies import is_wider, parse
from guard.resource_type import Deletion
from guard.verdict import Mode, Severity, Verdict
from modules.registry import GUARD
from modules.stages import review_text
from tests.guard.plans import EXPECTED, TODAY, Json, change, judge, plan

PROTECTED = {name for name, row in GUARD.types.items() if row.deletion is Deletion.DATA}
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ACTIONS = [
    ["no-op"],
    ["create"],
    ["update"],
    ["delete"],
    ["forget"],
    ["delete", "create"],
    ["create", "delete"],
    ["create", "forget"],
]
SIDES = {"create": (False, True), "delete": (True, False), "forget": (True, False)}
TYPES = [
    *sorted(PROTECTED)[:8],
    "aws_cloudwatch_metric_alarm",
    "aws_db_instance",
    "aws_ecs_service",
    "aws_ecs_task_definition",
    "aws_iam_role",
    "aws_lb_listener_rule",
    "aws_vpc_security_group_ingress_rule",
]
scalars = (
    st.none() | st.booleans() | st.integers(-1, 3) | st.sampled_from(["", "a", "*", "0.0.0.0/0", "arn:aws:a:b:c:d"])
)
values = scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.sampled_from(["a", "b"]), scalars, max_size=2)
NAMES = [
    "action",
    "assume_role_policy",
    "backup_retention_period",
    "cidr_ipv4",
    "condition",
    "container_definitions",
    "deletion_protection",
    "desired_count",
    "engine_version",
    "id",
    "name",
    "policy",
    "priority",
    "redrive_policy",
    "retention_in_days",
    "rule",
    "tags",
]
attributes = st.dictionaries(st.sampled_from(NAMES), values, max_size=3)


@st.composite
def changes(draw: st.DrawFn, types: list[str] = TYPES, actions: list[list[str]] = ACTIONS) -> Json:
    type_, verbs, before = draw(st.sampled_from(types)), draw(st.sampled_from(actions)), draw(attributes)
    name = draw(st.sampled_from("abcdefgh"))
    has_before, has_after = SIDES.get(verbs[0], (True, True)) if len(verbs) == 1 else (True, True)
    after = before if verbs == ["no-op"] else draw(attributes)
    unknown = {} if verbs == ["no-op"] else draw(st.dictionaries(st.sampled_from(NAMES), st.booleans(), max_size=2))
    sides = {"before": before if has_before else None, "after": after if has_after else None}
    return change(f"{type_}.{name}", *verbs, **sides, after_unknown=unknown)


def plans_of(some: st.SearchStrategy[Json], **bounds: Any) -> st.SearchStrategy[list[Json]]:
    return st.lists(some, unique_by=lambda each: each["address"], **bounds)


plans = plans_of(changes(), max_size=4)


def blocking(verdict: Verdict) -> set[tuple[str, str, str]]:
    return {(finding.rule, finding.address, finding.action) for finding in verdict.of(Severity.BLOCKED)}


@few
@given(
    others=plans,
    lost=changes(sorted(PROTECTED), ACTIONS[3:]),
    mode=st.sampled_from(Mode),
)
def test_removal_of_a_protected_type_never_passes(others: list[Json], lost: Json, mode: Mode) -> None:
    around = [each for each in others if each["address"] != lost["address"]]
    found = blocking(judge(plan(*around, lost), mode=mode))
    assert ("loss-of-data-or-identity", lost["address"]) in {each[:2] for each in found}


@few
@given(some=plans, extra=changes(), mode=st.sampled_from(Mode))
def test_additional_change_never_removes_a_finding(some: list[Json], extra: Json, mode: Mode) -> None:
    if extra["address"] in {each["address"] for each in some}:
        return
    before, after = judge(plan(*some), mode=mode), judge(plan(*some, extra), mode=mode)
    blamed = {each for each in blocking(before) if not each[0].startswith("listener-rule")}
    assert blamed <= blocking(after)
    assert before.passed or not after.passed


@few
@given(some=plans, mode=st.sampled_from(Mode), data=st.data())
def test_order_of_changes_has_no_effect(some: list[Json], mode: Mode, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(some))
    assert judge(plan(*some), mode=mode) == judge(plan(*shuffled), mode=mode)


@few
@given(
    some=plans,
    mode=st.sampled_from(Mode),
    document=st.dictionaries(st.text(max_size=12), values, max_size=3),
    at=st.integers(0, 4),
)
def test_unknown_members_remove_no_finding_and_raise_nothing(
    some: list[Json], mode: Mode, document: Json, at: int
) -> None:
    plain = judge(plan(*some), mode=mode)
    known = plan(*some)
    odd = {**document, **known, "resource_changes": [dict(each) for each in some]}
    for entry in odd["resource_changes"][at : at + 1]:
        entry["change"] = {**document, **entry["change"]}
    assert blocking(plain) <= blocking(judge(odd, mode=mode))


MEMBERS = [
    "format_version",
    "complete",
    "errored",
    "resource_changes",
    "resource_drift",
    "output_changes",
    "prior_state",
    "planned_values",
    "configuration",
    "checks",
    "relevant_attributes",
    "applyable",
]
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*NAMES, "address", "mode", "type", "change", "actions", "before", "after", "root_module"])
            | st.sampled_from(
                ["resources", "values", "expressions", "references", "importing", "module_calls", "status"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@few
@given(
    over=st.dictionaries(st.sampled_from(MEMBERS), anything, min_size=1, max_size=4),
    some=plans,
    mode=st.sampled_from(Mode),
)
def test_any_json_raises_nothing(over: Json, some: list[Json], mode: Mode) -> None:
    judge({**plan(*some), **over}, mode=mode)
    judge(over, mode=mode)


@few
@given(entry=anything, name=st.sampled_from(NAMES), type_=st.sampled_from(TYPES), action=st.sampled_from(ACTIONS))
def test_any_attribute_value_raises_nothing(entry: Any, name: str, type_: str, action: list[str]) -> None:
    judge(plan(change(f"{type_}.a", *action, before={name: entry}, after={name: [entry]})))
    judge(
        plan(
            change(f"{type_}.a", *action, before=None, after={name: entry}, after_unknown=entry, before_sensitive=entry)
        )
    )


@few
@given(text=st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_any_text_raises_nothing_and_is_blocked(text: bytes) -> None:
    assert not review_text(text, mode=Mode.STEADY, expected=EXPECTED, today=TODAY).passed


@few
@given(some=plans, mode=st.sampled_from(Mode))
def test_findings_contain_no_attribute_value(some: list[Json], mode: Mode) -> None:
    """A text that stands nowhere but in attributes is in no finding, marked sensitive or not."""
    secret = "hunter2"
    told = json.loads(json.dumps(plan(*some)).replace('"a"', f'"{secret}"'))
    assert secret not in str(judge(told, mode=mode))


names = st.sampled_from(["s3:Get", "s3:*", "s3:G*", "sqs:Send", "*"])
statements = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Deny"]),
        "Action": st.lists(names, min_size=1, max_size=2),
        "Resource": st.lists(st.sampled_from(["a", "a*", "b", "*"]), min_size=1, max_size=2),
    },
    optional={"Condition": st.sampled_from([{"StringEquals": {"k": "v"}}, {"StringLike": {"k": ["v*", "w"]}}])},
)
policies = st.lists(statements, max_size=3).map(lambda listed: parse({"Statement": listed}))


@few
@given(policy=policies, more=policies)
def test_policy_is_not_wider_than_itself_or_a_superset(policy: Any, more: Any) -> None:
    assert not is_wider(policy, policy)
    allowed = tuple(each for each in more if each.effect == "Allow")
    assert not is_wider((*policy, *allowed), policy)


@few
@given(one=policies, two=policies, three=policies)
def test_policy_comparison_is_transitive(one: Any, two: Any, three: Any) -> None:
    if not is_wider(one, two) and not is_wider(two, three):
        assert not is_wider(one, three)


@few
@given(some=plans, mode=st.sampled_from(Mode))
def test_other_expected_account_removes_no_identity_finding(some: list[Json], mode: Mode) -> None:
    elsewhere = but(EXPECTED, account="123456789012")
    theirs = [each for each in judge(plan(*some), mode=mode, expected=elsewhere).findings if each.rule == "identity"]
    ours = [each for each in judge(plan(*some), mode=mode).findings if each.rule == "identity"]
    assert {each.address for each in ours} <= {each.address for each in theirs}

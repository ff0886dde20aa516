"""The summary of a plan: counts as Terraform counts, differences by path, and never a sensitive value."""

from typing import Any

from terraform.plan.differences import HIDDEN, LATER, differences
from terraform.plan.plan import Plan


def plan(*changes: dict[str, Any]) -> dict[str, Any]:
    return {
        "resource_changes": [
            {"address": f"aws_sqs_queue.{number}", "type": "aws_sqs_queue", "mode": "managed", "change": each}
            for number, each in enumerate(changes)
        ]
    }


def update(before: Any, after: Any, **marks: Any) -> dict[str, Any]:
    return {"actions": ["update"], "before": before, "after": after, **marks}


def test_summary_counts_like_terraform() -> None:
    planned = Plan.of(
        plan(
            {"actions": ["no-op"], "importing": {"id": "https://queue"}},
            update({"a": 1}, {"a": 2}, importing={"id": "https://other"}),
            {"actions": ["delete", "create"], "before": {}, "after": {}},
            {"actions": ["create"]},
            {"actions": ["no-op"]},
        )
    )
    assert str(planned.counts) == "2 to import, 2 to add, 1 to change, 1 to destroy"


def test_summary_lists_dangerous_changes_first() -> None:
    planned = Plan.of(plan({"actions": ["create"]}, update({}, {}), {"actions": ["delete"]}))
    assert [change.kind for change in planned.by_risk] == ["delete", "update", "create"]


def test_difference_names_the_path_of_the_attribute() -> None:
    before = {"name": "jobs", "rule": [{"days": 7}, {"days": 9}], "tags": {"a": "1"}}
    after = {"name": "jobs", "rule": [{"days": 8}], "tags": {"a": "1", "b": "2"}}
    (change,) = Plan.of(plan(update(before, after))).changes
    assert [(each.path, each.before, each.after) for each in differences(change)] == [
        ("rule.0.days", 7, 8),
        ("rule.1", {"days": 9}, None),
        ("tags.b", None, "2"),
    ]


def test_value_known_after_apply_is_marked() -> None:
    (change,) = Plan.of(plan(update({"arn": "old"}, {}, after_unknown={"arn": True}))).changes
    assert differences(change)[0].after == LATER


def test_sensitive_value_is_hidden() -> None:
    marks = {"before_sensitive": {"password": True}, "after_sensitive": {"password": True}}
    (change,) = Plan.of(plan(update({"password": "hunter1"}, {"password": "hunter2"}, **marks))).changes
    assert [(each.path, each.before, each.after) for each in differences(change)] == [("password", HIDDEN, HIDDEN)]
    assert "hunter" not in repr(differences(change))


def test_value_that_becomes_sensitive_is_hidden_on_both_sides() -> None:
    (change,) = Plan.of(plan(update({"a": "x"}, {"a": "y"}, before_sensitive={}, after_sensitive=True))).changes
    assert "'x'" not in repr(differences(change))
    assert "'y'" not in repr(differences(change))

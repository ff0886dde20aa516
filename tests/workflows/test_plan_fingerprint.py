"""The fingerprint of a plan: equal if the plan changes the same, and different if it changes anything else."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from errors import CounterPromoError, Refused
from terraform.plan.plan import Plan
from workflows import plan_fingerprint
from workflows.plan_fingerprint import check

Json = dict[str, Any]
WHOLE = {"format_version": "1.2", "errored": False, "complete": True}


def fingerprint(document: Json) -> str:
    return plan_fingerprint.fingerprint(Plan.of(document))


def entry(address: str, actions: list[str], before: Any, after: Any, **more: Any) -> Json:
    change = {"actions": actions, "before": before, "after": after, **more}
    return {"address": address, "type": address.split(".")[0], "mode": "managed", "change": change}


@pytest.fixture
def plan() -> Json:
    """One of everything; what is refreshed by the minute stands in `read_at`."""
    return {
        **WHOLE,
        "resource_changes": [
            entry("aws_vpc.a", ["no-op"], {"cidr": "10.0.0.0/16"}, {"cidr": "10.0.0.0/16"}),
            entry("aws_sqs_queue.b", ["update"], {"size": 1, "read_at": "10:00"}, {"size": 2, "read_at": "10:00"}),
            entry("aws_sqs_queue.c", ["create"], None, {"name": "c"}, after_unknown={"id": True}),
            entry("aws_sqs_queue.d", ["delete"], {"name": "d", "read_at": "10:00"}, None),
            entry("aws_sqs_queue.e", ["no-op"], {"name": "e"}, {"name": "e"}, importing={"id": "e"}),
        ],
        "output_changes": {"url": {"actions": ["update"], "before": "a", "after": "b"}},
        "prior_state": {"values": {"root_module": {"resources": [{"address": "aws_vpc.a", "mode": "managed"}]}}},
        "timestamp": "2026-11-23T10:00:00Z",
    }


def change_of(plan: Json, address: str) -> Json:
    found: Json = next(each["change"] for each in plan["resource_changes"] if each["address"] == address)
    return found


SAME: dict[str, Callable[[Json], Any]] = {
    "made at another time": lambda plan: plan.update(timestamp="2026-11-23T11:00:00Z"),
    "in another order": lambda plan: plan["resource_changes"].reverse(),
    "refreshed, and the same to do": lambda plan: [
        change_of(plan, "aws_sqs_queue.b")[side].update(read_at="11:00") for side in ("before", "after")
    ],
    "what goes was read again": lambda plan: change_of(plan, "aws_sqs_queue.d")["before"].update(read_at="11:00"),
    "what stays has changed by itself": lambda plan: plan["resource_changes"].pop(0),
}
OTHER: dict[str, Callable[[Json], Any]] = {
    "one more": lambda plan: plan["resource_changes"].append(entry("aws_vpc.z", ["create"], None, {})),
    "one less": lambda plan: plan["resource_changes"].pop(),
    "another value": lambda plan: change_of(plan, "aws_sqs_queue.b")["after"].update(size=3),
    "from another value": lambda plan: change_of(plan, "aws_sqs_queue.b")["before"].update(size=0),
    "drift crosses it": lambda plan: change_of(plan, "aws_sqs_queue.b")["before"].update(read_at="11:00"),
    "another action": lambda plan: change_of(plan, "aws_sqs_queue.b").update(actions=["delete", "create"]),
    "another name": lambda plan: change_of(plan, "aws_sqs_queue.c")["after"].update(name="cc"),
    "another import": lambda plan: change_of(plan, "aws_sqs_queue.e").update(importing={"id": "f"}),
    "another address": lambda plan: plan["resource_changes"][3].update(address="aws_sqs_queue.dd"),
    "moved": lambda plan: plan["resource_changes"][1].update(previous_address="aws_sqs_queue.old"),
    "another output": lambda plan: plan["output_changes"].update(more={"actions": ["create"]}),
}


@pytest.mark.parametrize("what", SAME)
def test_fingerprint_of_the_same_changes_is_equal(what: str, plan: Json) -> None:
    again = copy.deepcopy(plan)
    SAME[what](again)
    assert fingerprint(again) == fingerprint(plan)


@pytest.mark.parametrize("what", OTHER)
def test_fingerprint_of_other_changes_differs(what: str, plan: Json) -> None:
    again = copy.deepcopy(plan)
    OTHER[what](again)
    assert fingerprint(again) != fingerprint(plan)


def test_fingerprint_ignores_sensitive_values(plan: Json) -> None:
    """The hash is shown: from a short secret one could work backwards."""
    hidden = {"before_sensitive": {"size": True}, "after_sensitive": {"size": True}}
    change_of(plan, "aws_sqs_queue.b").update(hidden)
    change_of(plan, "aws_sqs_queue.c").update(after_sensitive={"name": True})
    again = copy.deepcopy(plan)
    change_of(again, "aws_sqs_queue.b")["after"]["size"] = "a short secret"
    change_of(again, "aws_sqs_queue.c")["after"]["name"] = "another"
    assert fingerprint(again) == fingerprint(plan)


def first_build() -> Json:
    return {**WHOLE, "resource_changes": [entry("aws_sqs_queue.c", ["create"], None, {"name": "c"})], "prior_state": {}}


def test_stale_plan_and_first_build_are_refused(plan: Json, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    assert check(file, expect="", first_build=False) == fingerprint(plan)
    with pytest.raises(Refused, match="not the one that was reviewed.*nothing was applied"):
        check(file, expect="0" * 64, first_build=False)
    file.write_text(json.dumps(first_build()), encoding="utf-8")
    with pytest.raises(Refused, match="the state is empty, so this plan creates every resource"):
        check(file, expect=fingerprint(first_build()), first_build=False)
    assert check(file, expect=fingerprint(first_build()), first_build=True) == fingerprint(first_build())


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"resource_changes": [{}]}', '{"resource_changes": 1}'])
def test_file_that_is_not_a_plan_fails(text: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CounterPromoError, match="is not a plan"):
        check(file, expect="", first_build=False)

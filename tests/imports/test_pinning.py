"""Pins: what still differs, argument by argument, from the plan's own before and after."""

import json
from typing import Any

from imports.files.pins_file import Pin
from imports.pins import COMPUTED, GAP, owed, stands_alone
from terraform.plan.change import Change
from terraform.plan.differences import HIDDEN, differences

ADDRESS = "aws_thing.one"


def pins(
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    arguments: dict[str, Any] | None = None,
    actions: tuple[str, ...] = ("update",),
    stubborn: tuple[str, ...] = (),
    **change: Any,
) -> dict[str, Pin]:
    document = {"resource": {"aws_thing": {"one": arguments if arguments is not None else dict(after)}}}
    entry = {"address": ADDRESS, "change": {"actions": list(actions), "before": before, "after": after, **change}}
    held = {(ADDRESS, attribute): "not read back" for attribute in stubborn}
    made = owed(document, {"resource_changes": [entry]}, today="2026-01-31", stubborn=held)
    return {pin.attribute: pin for pin in made}


def test_equal_values_need_no_pin() -> None:
    assert pins({"a": 1}, {"a": 2}, actions=("no-op",)) == {}
    assert pins({"a": 1, "b": None}, {"a": 1, "b": ""}, actions=("no-op",)) == {}
    assert list(pins({"a": 1, "b": None, "c": 2}, {"a": 1, "b": "", "c": 3})) == ["c"]


def test_of_nothing_and_nothing_the_code_s_is_ignored_where_terraform_would_change_one_into_the_other() -> None:
    (pin,) = pins({"a": 1, "b": None}, {"a": 1, "b": ""}).values()
    assert (pin.attribute, pin.live, pin.held) == ("b", None, "ignoring")


def test_what_would_change_a_computed_attribute_is_ignored() -> None:
    unknown = {"version": True, "other": True}
    arguments = {"name": "/db/name", "type": "String", "value": "${aws_db.one.db_name}"}
    live = {"name": "/db/name", "type": "String", "value": "app", "version": 1, "other": None}
    made = pins(live, {**live, "version": None}, arguments=arguments, after_unknown=unknown)
    assert {(pin.attribute, pin.held) for pin in made.values()} == {("value", "ignoring")}
    assert made["value"].reason == COMPUTED
    ignored = arguments | {"lifecycle": {"ignore_changes": ["value"]}}
    made = pins(live, {**live, "version": None}, arguments=ignored, after_unknown=unknown)
    assert set(made) == {"name", "type"}, "as long as that is not enough, the rest too"


def test_an_argument_with_a_placeholder_is_held_though_nothing_differs() -> None:
    arguments = {"//": {"withheld": ["definition", "group"]}, "definition": "withheld:1", "group": ["withheld"]}
    live = {"definition": "worker:3", "group": [{"id": "x"}]}
    made = pins(live, live, arguments=arguments, actions=("no-op",))
    assert {(pin.attribute, pin.live, pin.held) for pin in made.values() if pin.attribute == "definition"} == {
        ("definition", "worker:3", "value")
    }
    assert made["group"].held == "ignoring"
    held = arguments | {"lifecycle": {"ignore_changes": ["definition", "group"]}}
    assert pins(live, live, arguments=held, actions=("no-op",)) == {}
    assert pins({"definition": None}, {}, arguments=arguments, actions=("no-op",))["definition"].reason == GAP


def test_argument_is_pinned_to_its_live_value() -> None:
    (pin,) = pins({"name": "old", "same": 1}, {"name": "new", "same": 1}).values()
    assert (pin.live, pin.code, pin.held, pin.replaces, pin.since) == ("old", "new", "value", False, "2026-01-31")


def test_block_is_pinned_by_ignore_changes() -> None:
    assert pins({"rule": [{"id": "x", "extra": None}]}, {"rule": [{"id": "y"}]})["rule"].held == "ignoring"
    assert pins({"names": ["a"]}, {"names": ["b"]})["names"].held == "value"


def test_argument_that_still_differs_is_pinned_by_ignore_changes() -> None:
    assert pins({"name": "old"}, {"name": "new"}, stubborn=("name",))["name"].held == "ignoring"


def test_sensitive_value_is_not_in_the_pin() -> None:
    pin = pins({"value": "planted"}, {"value": "other"}, before_sensitive={"value": True})["value"]
    assert "planted" not in str(pin)
    assert pin.held == "ignoring"
    shown = pins({"tags": {"a": "1"}}, {"tags": {"a": "2"}}, before_sensitive={"tags": {}, "value": True})["tags"]
    assert shown.live == {"a": "1"}


def test_secret_in_a_plain_variable_is_not_in_pin_or_differences() -> None:
    def containers(value: str) -> str:
        return json.dumps([{"name": "api", "environment": [{"name": "DB_PASSWORD", "value": value}]}])

    before, after = {"container_definitions": containers("hunter2")}, {"container_definitions": "[]"}
    pin = pins(before, after)["container_definitions"]
    assert (pin.live, pin.code, pin.held) == (HIDDEN, HIDDEN, "ignoring")
    (shown,) = differences(Change.of({"change": {"actions": ["update"], "before": before, "after": after}}))
    assert (shown.before, shown.after) == (HIDDEN, HIDDEN)
    assert pins({"container_definitions": containers("")}, after)["container_definitions"].held == "value"


def test_replacement_pins_only_its_causes() -> None:
    made = pins(
        {"name": "old", "size": 1}, {"name": "new", "size": 2}, actions=("delete", "create"), replace_paths=[["name"]]
    )
    assert list(made) == ["name"]
    assert made["name"].replaces


def test_defaults_beside_a_change_are_not_pinned() -> None:
    assert list(pins({"size": 1, "skip": None}, {"size": 2, "skip": False}, arguments={"size": 2})) == ["size"]
    assert list(pins({"skip": None}, {"skip": False}, arguments={})) == ["skip"], "unless nothing else differs"


def test_computed_argument_is_pinned_only_if_the_code_sets_it() -> None:
    unknown = {"arn": True, "policy": True}
    made = pins({"arn": "x", "policy": "{}"}, {}, arguments={"policy": "${aws_other.two.arn}"}, after_unknown=unknown)
    assert list(made) == ["policy"]


def test_only_arguments_without_references_are_pinned_beside_a_capture() -> None:
    document = {
        "resource": {"aws_thing": {"one": {"a": "x", "b": "${aws_other.two.name}", "policy": "${aws_other.two.arn}"}}}
    }

    def alone(attribute: str, code: Any) -> bool:
        pin = Pin(address=ADDRESS, attribute=attribute, live="y", code=code, held="value", replaces=False, since="")
        return stands_alone(document, pin)

    assert alone("a", "x")
    assert not alone("b", "name")
    assert alone("policy", "{}")
    assert not alone("policy", "(known after apply)")

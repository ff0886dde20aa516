"""Arguments that the code leaves to AWS: another value than AWS gives a new resource is pinned, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.overlay import adopted
from imports.pinning.left_to_aws import owed_for_what_is_left_to_aws
from imports.resource_type import ImportedType, own_id
from modules import registry

ADDRESS = "aws_thing.one"
TYPES = {
    "aws_thing": ImportedType(
        import_id=own_id,
        left_to_aws={
            "algorithm": ("round_robin",),
            "group": ("default:*",),
            "seconds": (300,),
            "server": (True,),
            "logs": (),
            "options": ({"logging": "ENABLED"},),
        },
    )
}


def pins(live: dict[str, Any], arguments: dict[str, Any] | None = None, **change: Any) -> dict[str, tuple[Any, str]]:
    """Returns argument -> live value and how it is held."""
    document = {"resource": {"aws_thing": {"one": arguments or {}}}}
    entry = {"address": ADDRESS, "mode": "managed", "change": {"before": live, "after": live, **change}}
    owed = owed_for_what_is_left_to_aws(document, {"resource_changes": [entry]}, types=TYPES, today="2026-01-31")
    laid = adopted(document, environment="dev", gaps=(), pins=owed, ids={})
    assert not owed_for_what_is_left_to_aws(laid, {"resource_changes": [entry]}, types=TYPES, today=""), "pinned twice"
    return {pin.attribute: (pin.live, pin.held) for pin in owed}


@pytest.mark.parametrize(
    "live",
    [
        {"algorithm": "round_robin", "group": "default:postgres-16", "seconds": 300, "server": True},
        {"algorithm": "", "group": None, "seconds": 0, "server": None, "logs": [], "options": []},
        {"logs": [{"bucket": "", "enabled": False, "inner": [{"count": None}]}]},
        {"options": [{"logging": "ENABLED", "export": ""}]},
    ],
)
def test_what_aws_gives_is_not_pinned(live: dict[str, Any]) -> None:
    assert pins(live) == {}


def test_other_values_are_pinned() -> None:
    live = {"algorithm": "weighted_random", "group": "ours", "seconds": 600, "server": False}
    assert pins(live) == {name: (value, "value") for name, value in live.items()}


def test_blocks_are_ignored() -> None:
    live = {"logs": [{"bucket": "ours", "enabled": True}], "options": [{"logging": "DISABLED"}]}
    assert pins(live) == {name: (value, "ignoring") for name, value in live.items()}


def test_a_block_is_left_out_only_where_a_part_of_it_is_sensitive() -> None:
    live = {"logs": [{"bucket": "ours", "enabled": True}]}
    assert pins(live, before_sensitive={"logs": [{}]}) == {"logs": (live["logs"], "ignoring")}
    assert pins(live, before_sensitive={"logs": [{"bucket": True}]}) == {}


def test_what_the_code_says_and_what_differs_is_left_to_the_other_pins() -> None:
    assert pins({"seconds": 600}, {"seconds": 600}) == {}
    assert pins({"seconds": 600}, {"lifecycle": {"ignore_changes": ["seconds"]}}) == {}
    assert pins({"seconds": 600}, after={"seconds": 300}) == {}
    assert pins({"seconds": 600}, before_sensitive={"seconds": True}) == {}


@given(text=st.text(min_size=1))
def test_any_text_is_pinned_as_it_is(text: str) -> None:
    expected = {} if text.lower() == "round_robin" else {"algorithm": (text, "value")}
    assert pins({"algorithm": text}) == expected


def test_every_value_that_aws_gives_needs_no_words() -> None:
    """The tables of all services, each value as the live one."""
    for type_, row in registry.IMPORTED.items():
        for argument, given_ in row.left_to_aws.items():
            for value in given_:
                live = {argument: [value] if isinstance(value, dict) else value}
                entry = {"address": f"{type_}.one", "change": {"before": live, "after": live}}
                document: dict[str, Any] = {"resource": {type_: {"one": {}}}}
                assert not owed_for_what_is_left_to_aws(
                    document, {"resource_changes": [entry]}, types=registry.IMPORTED, today=""
                ), f"{type_}.{argument} = {value}"

"""Checks one entry of a plan's changes. Raises Malformed for whatever a plan of Terraform would not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from terraform.plan.change import VERBS
from terraform.plan.faults import PLAN
from terraform.plan.values import same

# `module.a["x"].data.aws_vpc.main[0]`: the type comes before the last name, indexes left out.
_INDEX = re.compile(r"\[(?:\d+|\"(?:[^\"\\]|\\.)*\")\]")
# The sides that a verb needs: True if the side must be present, False if it must be absent.
_SIDES = {
    "create": (False, True),
    "update": (True, True),
    "replace": (True, True),
    "delete": (True, False),
    "forget": (True, False),
}


class Malformed(Exception):
    """The fault of one entry; `rule` is a key of `faults.FAULTS`."""

    def __init__(self, why: str, *, address: str, rule: str = "plan-unreadable") -> None:
        super().__init__(why)
        self.address = address
        self.rule = rule


def check_change(entry: Any) -> None:
    """Checks an entry of `resource_changes` or `resource_drift`. Raises Malformed."""
    if not isinstance(entry, Mapping):
        raise Malformed("an entry is not an object", address=PLAN)
    address = entry.get("address")
    if not isinstance(address, str) or not address:
        raise Malformed("an entry has no address", address=PLAN)
    change = entry.get("change")
    if not isinstance(change, Mapping):
        raise Malformed("the entry has no change", address=address)
    mode = _check_kind(entry, address)
    verb = _verb(change, address=address, mode=mode)
    _check_sides(change, verb=verb, address=address)
    _check_import(change, verb=verb, address=address)
    for name in ("previous_address", "action_reason"):
        if not isinstance(entry.get(name, ""), str):
            raise Malformed(f"{name} is not a string", address=address)


def _check_kind(entry: Mapping[str, Any], address: str) -> str:
    """Checks that address, type and mode agree, and returns the mode."""
    type_, mode = entry.get("type"), entry.get("mode", "managed")
    if mode not in ("managed", "data"):
        raise Malformed("the mode is neither managed nor data", address=address)
    if not isinstance(type_, str) or not type_:
        raise Malformed("the entry has no type", address=address)
    parts = _INDEX.sub("", address).split(".")
    if len(parts) < 2 or parts[-2] != type_ or (parts[-3:-2] == ["data"]) != (mode == "data"):
        raise Malformed("address, type and mode contradict one another", address=address)
    return str(mode)


def _verb(change: Mapping[str, Any], *, address: str, mode: str) -> str:
    actions = change.get("actions")
    known = isinstance(actions, list) and all(isinstance(action, str) for action in actions)
    verb = VERBS.get(tuple(actions)) if known and isinstance(actions, list) else None
    # A data source is read now, or was read while the plan was made. A resource is never only read.
    if verb is None or (verb not in ("read", "no-op") if mode == "data" else verb == "read"):
        raise Malformed(f"its actions are {str(actions)[:60]}", address=address, rule="action-unknown")
    return verb


def _check_sides(change: Mapping[str, Any], *, verb: str, address: str) -> None:
    before, after = change.get("before"), change.get("after")
    for name, side, wanted in zip(("before", "after"), (before, after), _SIDES.get(verb, (None, None)), strict=True):
        if wanted is True and not isinstance(side, Mapping):
            raise Malformed(f"the {verb} has no values {name} the change", address=address)
        if (wanted is False and side is not None) or not isinstance(side, Mapping | None):
            raise Malformed(f"the values {name} the change contradict the {verb}", address=address)
    if verb == "no-op" and before is not None and not same(before, after):
        raise Malformed("the action is no-op, but values differ", address=address)


def _check_import(change: Mapping[str, Any], *, verb: str, address: str) -> None:
    importing = change.get("importing")
    if importing is None:
        return
    id_ = importing.get("id") if isinstance(importing, Mapping) else None
    if not isinstance(id_, str) or not id_:
        raise Malformed("the import has no id", address=address)
    if verb not in ("no-op", "update", "replace"):
        raise Malformed(f"the entry says {verb} and import at once", address=address)

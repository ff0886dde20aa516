"""One entry of a plan's changes, from its JSON to a Change. Raises Fault for whatever a real plan would not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guard.plan.change import VERBS, Change, same

# `module.a["x"].data.aws_vpc.main[0]`: the type is what stands before the last name, past every index.
_INDEX = re.compile(r"\[(?:\d+|\"(?:[^\"\\]|\\.)*\")\]")
# What an action does to the two sides: a side that must be there is True, one that must not be there False.
_SIDES = {
    "create": (False, True),
    "update": (True, True),
    "replace": (True, True),
    "delete": (True, False),
    "forget": (True, False),
}


class Fault(Exception):
    """What is wrong with an entry; `rule` is the finding it becomes."""

    def __init__(self, why: str, *, address: str, rule: str = "plan-unreadable") -> None:
        super().__init__(why)
        self.address = address
        self.rule = rule


def read_change(entry: Any) -> Change:
    """Raises Fault."""
    if not isinstance(entry, Mapping):
        raise Fault("an entry is not an object", address="plan")
    address = entry.get("address")
    if not isinstance(address, str) or not address:
        raise Fault("an entry has no address", address="plan")
    change = entry.get("change")
    if not isinstance(change, Mapping):
        raise Fault("it says nothing of the change", address=address)
    type_, mode = _kind(entry, address)
    verb = _verb(change, address=address, mode=mode)
    before, after = _sides(change, verb=verb, address=address)
    if "deposed" in entry:
        # What a replacement left behind, under the address of the one that took its place.
        address = f"{address} (deposed {entry['deposed']})"
    return Change(
        address=address,
        type=type_,
        mode=mode,
        provider=str(entry.get("provider_name", "")),
        verb=verb,
        before=before,
        after=after,
        unknown=change.get("after_unknown"),
        hidden=(change.get("before_sensitive"), change.get("after_sensitive")),
        import_id=_import_id(change, verb=verb, address=address),
        previous_address=_text(entry, "previous_address", address=address),
        reason=_text(entry, "action_reason", address=address),
    )


def _kind(entry: Mapping[str, Any], address: str) -> tuple[str, str]:
    type_, mode = entry.get("type"), entry.get("mode", "managed")
    if mode not in ("managed", "data"):
        raise Fault("its mode is neither managed nor data", address=address)
    if not isinstance(type_, str) or not type_:
        raise Fault("it has no type", address=address)
    parts = _INDEX.sub("", address).split(".")
    if len(parts) < 2 or parts[-2] != type_ or (parts[-3:-2] == ["data"]) != (mode == "data"):
        raise Fault("address, type and mode do not fit together", address=address)
    return type_, mode


def _verb(change: Mapping[str, Any], *, address: str, mode: str) -> str:
    actions = change.get("actions")
    known = isinstance(actions, list) and all(isinstance(action, str) for action in actions)
    verb = VERBS.get(tuple(actions)) if known and isinstance(actions, list) else None
    # A data source is read, or was read while the plan was made; a resource is never just read.
    if verb is None or (verb not in ("read", "no-op") if mode == "data" else verb == "read"):
        raise Fault(f"its actions are {str(actions)[:60]}", address=address, rule="action-unknown")
    return verb


def _sides(change: Mapping[str, Any], *, verb: str, address: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    before, after = change.get("before"), change.get("after")
    for name, side, wanted in zip(("before", "after"), (before, after), _SIDES.get(verb, (None, None)), strict=True):
        if wanted is True and not isinstance(side, Mapping):
            raise Fault(f"it does not say what is {name} it", address=address)
        if (wanted is False and side is not None) or not isinstance(side, Mapping | None):
            raise Fault(f"its side {name} the change contradicts the action", address=address)
    if verb == "no-op" and before is not None and not same(before, after):
        raise Fault("it says that nothing changes, and something does", address=address)
    return before or {}, after or {}


def _import_id(change: Mapping[str, Any], *, verb: str, address: str) -> str | None:
    importing = change.get("importing")
    if importing is None:
        return None
    id_ = importing.get("id") if isinstance(importing, Mapping) else None
    if not isinstance(id_, str) or not id_:
        raise Fault("it does not say what it imports", address=address)
    if verb not in ("no-op", "update", "replace"):
        raise Fault(f"it says {verb} and import at once", address=address)
    return id_


def _text(entry: Mapping[str, Any], name: str, *, address: str) -> str:
    text = entry.get(name, "")
    if not isinstance(text, str):
        raise Fault(f"its {name} is not a text", address=address)
    return text

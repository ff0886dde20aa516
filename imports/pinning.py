"""Pins: what still differs once the settings say all they can. In: a stack, the plan of its import. Out: Pins. Pure.

Each is one argument, read from the plan's own before and after, so nothing is mapped by hand a second time. Where the
live value can be written as an argument, it is; a block, or what Terraform calls sensitive, is held by ignoring it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from envs.pins import Pin
from imports.differences import HIDDEN, LATER

_FOLLOWS = {"tags_all"}  # what the provider works out from other arguments
_Held = tuple[str, str]


def owed(
    document: Mapping[str, Any], plan: Mapping[str, Any], *, today: str, stubborn: Collection[_Held] = ()
) -> tuple[Pin, ...]:
    """A pin for every argument that the plan would change on a resource it imports or has.

    `stubborn` names (address, attribute) that were held by value and differ all the same: they are ignored instead.
    """
    return tuple(
        pin
        for change in plan.get("resource_changes", ())
        if change.get("mode") != "data" and change["change"].get("before")
        for pin in _of_resource(document, change, today=today, stubborn=stubborn)
    )


def _of_resource(
    document: Mapping[str, Any], entry: Mapping[str, Any], *, today: str, stubborn: Collection[_Held]
) -> Iterator[Pin]:
    address, change = entry["address"], entry["change"]
    type_, name = address.split(".", 1)
    arguments = document["resource"][type_][name]
    replacing = {str(path[0]) for path in change.get("replace_paths", ()) if path}
    if change["actions"] == ["no-op"]:
        return
    for attribute in sorted({*change["before"], *(change.get("after") or {})} - _FOLLOWS):
        if not _differs(attribute, change, arguments):
            continue
        live, hidden = change["before"].get(attribute), _hidden(attribute, change)
        by_value = _plain(live) and not hidden and (address, attribute) not in stubborn
        yield Pin(
            address=address,
            attribute=attribute,
            live=HIDDEN if hidden else live,
            code=HIDDEN if hidden else _code(attribute, change, arguments),
            held="value" if by_value else "ignoring",
            replaces=attribute in replacing,
            since=today,
        )


def _differs(attribute: str, change: Mapping[str, Any], arguments: Mapping[str, Any]) -> bool:
    """What only AWS decides is unknown in every replacement: it counts where the code sets it, and not else."""
    unknown = (change.get("after_unknown") or {}).get(attribute)
    if unknown is True:
        return attribute in arguments
    return bool(change["before"].get(attribute) != (change.get("after") or {}).get(attribute))


def _hidden(attribute: str, change: Mapping[str, Any]) -> bool:
    return any(bool((change.get(side) or {}).get(attribute)) for side in ("before_sensitive", "after_sensitive"))


def _plain(value: Any) -> bool:
    """Whether a live value can be given back as an argument: a block cannot, it holds what AWS added."""
    if isinstance(value, list):
        return bool(value) and all(not isinstance(item, list | dict) for item in value)
    if isinstance(value, dict):
        return all(not isinstance(item, list | dict) for item in value.values())
    return True


def _code(attribute: str, change: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
    planned = (change.get("after") or {}).get(attribute)
    return arguments.get(attribute, LATER) if planned is None else planned

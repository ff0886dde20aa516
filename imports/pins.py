"""Pins: what still differs once the settings say all they can. In: a stack, the plan of its import. Out: Pins. Pure.

Each is one argument, read from the plan's own before and after, so nothing is mapped by hand a second time. Where the
live value can be written as an argument, it is. A block, a sensitive value, and what the provider refuses or does not
read back is held by `ignore_changes`, with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from imports.files.pins_file import Pin
from imports.overlay import dangling
from settings.secret_detection import in_the_open
from terraform.expressions import references
from terraform.plan.differences import CONTAINERS, HIDDEN, LATER
from terraform.plan.values import marked_anywhere
from terraform.stack import META_ARGUMENTS, Stack

_FOLLOWS = {"tags_all"}  # what the provider works out from other arguments
_SIDES = ("before", "after")
_POLICIES = ("policy", "assume_role_policy")
ABSENT: tuple[Any, ...] = (None, "", [], {})
# Argument -> why its live value cannot be written into the stack.
Stubborn = Mapping[tuple[str, str], str]
SENSITIVE = "Terraform marks the value as sensitive"
BLOCK = "a block, to which AWS adds values of its own"
GAP = "the code refers to a resource that is withheld"
COMPUTED = "with it, Terraform would change an attribute that only AWS sets"


def owed(
    document: Mapping[str, Any], plan: Mapping[str, Any], *, today: str, stubborn: Stubborn | None = None
) -> tuple[Pin, ...]:
    """Returns a pin for every argument that the plan would change on a resource it imports or has.

    An argument that holds a placeholder needs one in any case. `stubborn` are arguments to ignore: the provider refused
    their value, or did not read it back.
    """
    return tuple(
        pin
        for change in plan.get("resource_changes", ())
        if change.get("mode") != "data" and change["change"].get("before")
        for pin in _of_resource(document, change, today=today, stubborn=stubborn or {})
    )


def stands_alone(document: Mapping[str, Any], pin: Pin) -> bool:
    """Returns True if the code's value depends on nothing that may change: a literal, or a known policy."""
    value = Stack(document=document).arguments(pin.address).get(pin.attribute)
    return "${" not in json.dumps(value) or (pin.attribute in _POLICIES and pin.code not in (LATER, HIDDEN))


def _of_resource(
    document: Mapping[str, Any], entry: Mapping[str, Any], *, today: str, stubborn: Stubborn
) -> Iterator[Pin]:
    address, change = entry["address"], entry["change"]
    arguments = Stack(document=document).arguments(address)
    replacing = {str(path[0]) for path in change.get("replace_paths", ()) if path}
    for attribute, reason in _to_hold(change, arguments).items():
        live, hidden = change["before"].get(attribute), _hidden(attribute, change)
        live = None if live in ABSENT else live
        why = stubborn.get((address, attribute)) or reason or _why_ignored(live, hidden=hidden)
        yield Pin(
            address=address,
            attribute=attribute,
            live=HIDDEN if hidden else live,
            code=HIDDEN if hidden else _code(attribute, change, arguments),
            held="ignoring" if why else "value",
            replaces=attribute in replacing,
            since=today,
            reason=why,
        )


def _to_hold(change: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, str]:
    """Returns the arguments to hold, each with the reason if it can only be ignored."""
    placeholders = dict.fromkeys(dangling(arguments), "")
    unknown = {attribute: GAP for attribute in placeholders if change["before"].get(attribute) in ABSENT}
    if change["actions"] == ["no-op"]:
        return placeholders | unknown
    differing = dict.fromkeys(_differing(change, arguments), "")
    computed = {} if differing else dict.fromkeys(_behind_computed(change, arguments), COMPUTED)
    return differing | computed | placeholders | unknown


def _why_ignored(live: Any, *, hidden: bool) -> str:
    if hidden:
        return SENSITIVE
    return "" if _plain(live) else BLOCK


def _behind_computed(change: Mapping[str, Any], arguments: Mapping[str, Any]) -> list[str]:
    """Returns the arguments behind a change of which the plan shows only computed attributes.

    A provider may see another value than the plan shows: an empty text for one that is not set. Those that refer to
    another resource or differ come first, all of them second.
    """
    ignored = arguments.get("lifecycle", {}).get("ignore_changes", ())
    said = [each for each in arguments if each not in META_ARGUMENTS and each not in ignored]
    suspects = [each for each in said if references(arguments[each]) or arguments[each] != change["before"].get(each)]
    return suspects or said


def _differing(change: Mapping[str, Any], arguments: Mapping[str, Any]) -> list[str]:
    """Returns the attributes that differ; defaults that a change fills in count only where nothing else differs.

    Of a replacement only what causes it: it would make the whole resource anew, and says so of every argument.
    """
    causes = sorted({str(path[0]) for path in change.get("replace_paths", ()) if path})
    if "delete" in change["actions"] and causes:
        return causes
    attributes = sorted({*change["before"], *(change.get("after") or {})} - _FOLLOWS)
    differing = [attribute for attribute in attributes if _differs(attribute, change, arguments)]
    said = [each for each in differing if each in arguments or change["before"].get(each) is not None]
    return said or differing


def _differs(attribute: str, change: Mapping[str, Any], arguments: Mapping[str, Any]) -> bool:
    """Returns what forces a replacement. A computed attribute counts only where the code sets it."""
    unknown = (change.get("after_unknown") or {}).get(attribute)
    if unknown is True:
        return attribute in arguments
    live, planned = change["before"].get(attribute), (change.get("after") or {}).get(attribute)
    return bool(live != planned) and not (live in ABSENT and planned in ABSENT)


def _hidden(attribute: str, change: Mapping[str, Any]) -> bool:
    """Returns True for a sensitive attribute, and for containers with a secret in a plain variable."""
    if attribute == CONTAINERS and any(in_the_open((change.get(side) or {}).get(CONTAINERS)) for side in _SIDES):
        return True
    marks = [(change.get(side) or {}).get(attribute) for side in ("before_sensitive", "after_sensitive")]
    return any(map(marked_anywhere, marks))


def _plain(value: Any) -> bool:
    """Returns True if a live value can be an argument. A block cannot: it holds values that AWS added."""
    if isinstance(value, list):
        return bool(value) and all(not isinstance(item, list | dict) for item in value)
    if isinstance(value, dict):
        return all(not isinstance(item, list | dict) for item in value.values())
    return True


def _code(attribute: str, change: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
    planned = (change.get("after") or {}).get(attribute)
    return arguments.get(attribute, LATER) if planned is None else planned

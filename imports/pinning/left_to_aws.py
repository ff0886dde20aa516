"""Arguments that the code leaves to AWS, and that are live with another value than AWS gives a new resource. Pure.

Terraform keeps the live value of such an argument, and no plan shows it: an environment made from the same settings
would lack it. In: a stack, the plan of its import, what AWS gives by type. Out: Pins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from imports.files.pins_file import Pin
from imports.pins import ABSENT, BLOCK
from imports.resource_type import Types
from terraform.plan.differences import HIDDEN
from terraform.plan.values import marked_anywhere
from terraform.stack import Stack

EMPTY: tuple[Any, ...] = (*ABSENT, False, 0)  # in a block: the value says nothing


def owed_for_what_is_left_to_aws(
    document: Mapping[str, Any], plan: Mapping[str, Any], *, types: Types, today: str
) -> tuple[Pin, ...]:
    """Returns a pin for each of these arguments on a resource that the plan imports or has."""
    stack = Stack(document=document)
    return tuple(
        pin
        for entry in plan.get("resource_changes", ())
        if entry.get("mode") != "data" and entry["change"].get("before")
        for pin in _of_resource(entry, stack.arguments(entry["address"]), types=types, today=today)
    )


def _of_resource(entry: Mapping[str, Any], arguments: Mapping[str, Any], *, types: Types, today: str) -> Iterator[Pin]:
    address, change = entry["address"], entry["change"]
    row = types.get(address.partition(".")[0])
    said = {*arguments, *arguments.get("lifecycle", {}).get("ignore_changes", ())}
    for attribute, given in (row.left_to_aws if row else {}).items():
        live = change["before"].get(attribute)
        if attribute in said or says_nothing(live, given) or not _kept(attribute, change):
            continue
        is_block = not isinstance(live, str | int | float)
        yield Pin(
            address=address,
            attribute=attribute,
            live=live,
            code=None,
            held="ignoring" if is_block else "value",
            replaces=False,
            since=today,
            reason=BLOCK if is_block else "",
        )


def _kept(attribute: str, change: Mapping[str, Any]) -> bool:
    """Returns True if the plan leaves the argument as it is: other differences are pinned as such."""
    planned = (change.get("after") or {}).get(attribute)
    hidden = marked_anywhere((change.get("before_sensitive") or {}).get(attribute))
    return bool(planned == change["before"].get(attribute)) and not hidden and planned != HIDDEN


def says_nothing(live: Any, given: Sequence[Any]) -> bool:
    """Returns True if the value is empty, or one that AWS gives; a text may be a pattern, with `*` for any text."""
    if live in ABSENT or (live == 0 and live is not False):
        return True
    if isinstance(live, str):
        return any(fnmatchcase(live.lower(), pattern.lower()) for pattern in given)
    if isinstance(live, list):
        return "*" in given or all(bare(item) in (*EMPTY, *given) for item in live)
    return live in given


def bare(value: Any) -> Any:
    """Returns a block without the arguments that say nothing."""
    if isinstance(value, Mapping):
        said = {key: bare(item) for key, item in value.items()}
        return {key: item for key, item in said.items() if item not in EMPTY}
    if isinstance(value, list):
        return [said for item in value if (said := bare(item)) not in EMPTY]
    return value

"""Asks AWS what is in or on the resources of the state, and lists what somebody added since the import.

No plan sees a rule of a listener, a policy of a role or a record of a zone that is in no state. In: a plan, and what is
known from the import. Out: address -> what was added to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from imports.files import pins_file, strays_file
from modules.registry import IMPORTED, PARTS
from terraform.plan.change import Change
from terraform.plan.plan import Plan

if TYPE_CHECKING:
    from aws.reader import Aws
    from imports.model import Found


def find(plan: Plan, *, reader: Callable[[], Aws], environment: str, envs: Path) -> Mapping[str, tuple[str, ...]]:
    """Returns the added parts by the address that they were added to. A group whose drift the plan shows is left out.

    Raises CounterPromoError if AWS denies a call, or if a file of the import is unreadable.
    """
    drifted = {drift.address for drift in plan.drift}
    owners = [one for one in plan.managed if one.type in PARTS and one.before and one.address not in drifted]
    known = strays_file.read(environment, envs) | _set_aside(environment, envs)
    ours = frozenset(key for one in plan.managed if one.before and (key := _key(one)))
    with reader() as aws:
        listed = aws.each(lambda one: list(PARTS[one.type](aws, one.before)), owners)
    return {
        owner.address: added
        for owner, parts in zip(owners, listed, strict=True)
        if (added := tuple(_says(part) for part in parts if part.key not in known | ours))
    }


def _key(change: Change) -> tuple[str, str] | None:
    """Returns type and import id of a resource of the state."""
    row = IMPORTED.get(change.type)
    return (change.type, str(row.import_id(change.before))) if row and row.import_id else None


def _set_aside(environment: str, envs: Path) -> frozenset[tuple[str, str]]:
    """Returns what the import found and could not adopt: the code declares it, and the state lacks it."""
    return frozenset((one.address.partition(".")[0], one.id) for one in pins_file.read_set_aside(environment, envs))


def _says(part: Found) -> str:
    named = f" {part.name}" if part.name and part.name != part.id else ""
    return f"{part.type}{named}: {part.id}"

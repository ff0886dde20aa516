"""Detects a plan that was made against the state of another environment. Pure.

A wrong state key appears as many renames, or as a state with no resource of the code. Applying such a plan would
replace or delete another environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from errors import Refused

NAMES = ("name", "identifier", "bucket", "family", "alarm_name", "cluster_identifier")
FEW = 3  # a plan may intend this many renames


def refuse(plan: Mapping[str, Any], *, environment: str) -> None:
    """Raises Refused if most named resources would be renamed, or if the code has no resource of the state."""
    changes = [one["change"] | {"address": one["address"]} for one in plan.get("resource_changes") or ()]
    managed = [change for change in changes if isinstance(change.get("before"), Mapping)]
    named = [(change["address"], *names) for change in managed if (names := _names(change))]
    renamed = [(address, before, after) for address, before, after in named if before != after]
    if len(renamed) > FEW and len(renamed) * 2 > len(named):
        address, before, after = renamed[0]
        _refuse(
            f"{len(renamed)} of its {len(named)} names differ from the code: {address} is {before}, expected {after}",
            environment=environment,
        )
    gone = [change for change in managed if tuple(change.get("actions") or ()) in (("delete",), ("forget",))]
    if len(gone) > FEW and len(gone) == len(managed):
        addresses = ", ".join(change["address"] for change in gone[:FEW])
        _refuse(f"none of its {len(gone)} resources is in the code: {addresses} …", environment=environment)


def _names(change: Mapping[str, Any]) -> tuple[str, str] | None:
    """Returns the names of a resource before and after; None if it has none, or if the new one is not known yet."""
    before, after = change["before"], change.get("after")
    if not isinstance(after, Mapping):
        return None
    for key in NAMES:
        if isinstance(before.get(key), str) and isinstance(after.get(key), str):
            return before[key], after[key]
    return None


def _refuse(why: str, *, environment: str) -> None:
    raise Refused(
        f"the state is not the one of {environment}: {why}",
        cure=f"set state.key in envs/{environment}.toml to that of {environment}; the other state was not touched",
    )

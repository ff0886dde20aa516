"""Detects a plan that was made against the state of another environment. Pure.

A wrong state key appears as many renames, or as a state with no resource of the code. Applying such a plan would
replace or delete another environment.
"""

from __future__ import annotations

from errors import Refused
from terraform.plan.change import Change
from terraform.plan.plan import Plan

NAMES = ("name", "identifier", "bucket", "family", "alarm_name", "cluster_identifier")
FEW = 3  # a plan may intend this many renames


def refuse(plan: Plan, *, environment: str) -> None:
    """Raises Refused if most named resources would be renamed, or if the code has no resource of the state."""
    existing = [change for change in plan.changes if change.verb != "create" and change.before]
    named = [(change.address, *names) for change in existing if (names := _names(change))]
    renamed = [(address, before, after) for address, before, after in named if before != after]
    if len(renamed) > FEW and len(renamed) * 2 > len(named):
        address, before, after = renamed[0]
        _refuse(
            f"{len(renamed)} of its {len(named)} names differ from the code: {address} is {before}, expected {after}",
            environment=environment,
        )
    removed = [change for change in existing if change.verb in ("delete", "forget")]
    if len(removed) > FEW and len(removed) == len(existing):
        addresses = ", ".join(change.address for change in removed[:FEW])
        _refuse(f"none of its {len(removed)} resources is in the code: {addresses} …", environment=environment)


def _names(change: Change) -> tuple[str, str] | None:
    """Returns the names of a resource before and after; None if it has none, or if the new one is not known yet."""
    for key in NAMES:
        before, after = change.before.get(key), change.after.get(key)
        if isinstance(before, str) and isinstance(after, str):
            return before, after
    return None


def _refuse(why: str, *, environment: str) -> None:
    raise Refused(
        f"the state is not that of {environment}: {why}",
        cure=f"set state.key in envs/{environment}.toml to that of {environment}; the other state was not touched",
    )

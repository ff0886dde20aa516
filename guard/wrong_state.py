"""Whether a plan was made against another environment's state: a plan's JSON in, a reason out; pure.

A wrong state key shows as renames all over, or as a state of which nothing is in the code. Either would end in the loss
of somebody's environment, one resource after the other, if nobody noticed what they have in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from errors import Refused

NAMES = ("name", "identifier", "bucket", "family", "alarm_name", "cluster_identifier")
FEW = 3  # so many renames may be meant


def refuse(plan: Mapping[str, Any], *, environment: str) -> None:
    """Raises Refused where most that has a name would change it, or where the code knows nothing of what is there."""
    changes = [one["change"] | {"address": one["address"]} for one in plan.get("resource_changes") or ()]
    managed = [change for change in changes if isinstance(change.get("before"), Mapping)]
    named = [(change["address"], *names) for change in managed if (names := _names(change))]
    renamed = [(address, before, after) for address, before, after in named if before != after]
    if len(renamed) > FEW and len(renamed) * 2 > len(named):
        address, before, after = renamed[0]
        _refuse(
            f"{len(renamed)} of {len(named)} names in it are others: {address} is {before}, not {after}",
            environment=environment,
        )
    gone = [change for change in managed if tuple(change.get("actions") or ()) in (("delete",), ("forget",))]
    if len(gone) > FEW and len(gone) == len(managed):
        addresses = ", ".join(change["address"] for change in gone[:FEW])
        _refuse(f"none of its {len(gone)} resources is in the code: {addresses} …", environment=environment)


def _names(change: Mapping[str, Any]) -> tuple[str, str] | None:
    """What a resource is called before and after; None where it has no name, or none that is known yet."""
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

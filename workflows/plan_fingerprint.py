"""Whether a plan still says what was reviewed: one hash of all it would change, and of nothing else.

A saved plan is stale for Terraform once the state has moved; it is stale for people once the live account has.
In: a plan's JSON (https://developer.hashicorp.com/terraform/internals/json-format).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from errors import CounterPromoError, Refused
from terraform.plan_differences import differences

DONE = 0
NOTHING = ["no-op"]


def check(plan: Path, *, expect: str, first_build: bool) -> int:
    """Print the hash. Raises Refused where it is not the expected one, or where it builds all and nobody said so."""
    try:
        document = json.loads(plan.read_text(encoding="utf-8"))
        found = fingerprint(document)
        builds = is_first_build(document)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise CounterPromoError(
            f"{plan} is not a plan: {fault}", cure=f"counterpromo plan ENV --json {plan}"
        ) from fault
    if builds and not first_build:
        raise Refused(
            "this would make the environment from nothing: its state holds nothing, and what is live may be it",
            cure="import what was made by hand, or say that it is a first build",
        )
    if expect and found != expect:
        raise Refused(
            f"the plan has gone stale: it would change something else now ({found[:12]}) than was reviewed "
            f"({expect[:12]}), and nothing was applied",
            cure="run the workflow again, and review what it shows",
        )
    print(found)
    return DONE


def fingerprint(plan: Mapping[str, Any]) -> str:
    """Equal for plans that would change the same things in the same way; values marked sensitive are left out."""
    changes = [_change(entry) for entry in plan.get("resource_changes", ()) if not _idle(entry["change"])]
    outputs = [
        (name, change["actions"])
        for name, change in sorted(plan.get("output_changes", {}).items())
        if change["actions"] != NOTHING
    ]
    text = json.dumps([sorted(changes, key=lambda change: str(change["address"])), outputs], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def is_first_build(plan: Mapping[str, Any]) -> bool:
    """The state holds nothing managed, and something would be created."""
    root = (plan.get("prior_state") or {}).get("values", {}).get("root_module", {})
    held = [each for each in root.get("resources", ()) if each["mode"] == "managed"] or root.get("child_modules")
    return not held and any("create" in entry["change"]["actions"] for entry in plan.get("resource_changes", ()))


def _idle(change: Mapping[str, Any]) -> bool:
    return change["actions"] == NOTHING and not change.get("importing")


def _change(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What is deleted is told by its address alone: what it was like may change by the minute."""
    change = entry["change"]
    # From nothing is as from an empty resource: only so is each attribute looked at, and a sensitive one left out.
    differing = () if change.get("after") is None else differences({**change, "before": change.get("before") or {}})
    return {
        "address": entry["address"],
        "from": entry.get("previous_address"),
        "actions": change["actions"],
        "importing": change.get("importing"),
        "differences": [asdict(each) for each in differing],
    }

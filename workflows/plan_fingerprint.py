"""Compares a plan with the one that was reviewed, by a hash of everything that the plan would change.

Terraform refuses a saved plan once the state has changed; this hash also notices that the live account has changed.
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
from terraform.first_build import is_first_build
from terraform.plan.change import Change
from terraform.plan.differences import differences

NO_OP = ["no-op"]


def check(plan: Path, *, expect: str, first_build: bool) -> str:
    """Returns the fingerprint of a plan.

    Raises Refused if the fingerprint is not `expect` (where given), or if the plan is a first build and `first_build`
    does not allow one; CounterPromoError if the file is not a plan.
    """
    try:
        document = json.loads(plan.read_text(encoding="utf-8"))
        found = fingerprint(document)
        is_first = is_first_build(document)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise CounterPromoError(
            f"{plan} is not a plan: {fault}", cure=f"counterpromo plan ENV --json {plan}"
        ) from fault
    if is_first and not first_build:
        raise Refused(
            "the state is empty, so this plan creates every resource; the environment may exist in AWS already",
            cure="import the environment if it exists in AWS; else say that this is a first build",
        )
    if expect and found != expect:
        raise Refused(
            f"the plan has gone stale: it would now change something else ({found[:12]}) than was reviewed "
            f"({expect[:12]}), and nothing was applied",
            cure="run the workflow again, and review the new plan",
        )
    return found


def fingerprint(plan: Mapping[str, Any]) -> str:
    """Returns a SHA-256 that is equal for plans with the same changes. Sensitive values are left out."""
    changes = [_change(entry) for entry in plan.get("resource_changes", ()) if not _changes_nothing(entry["change"])]
    outputs = [
        (name, change["actions"])
        for name, change in sorted(plan.get("output_changes", {}).items())
        if change["actions"] != NO_OP
    ]
    text = json.dumps([sorted(changes, key=lambda change: str(change["address"])), outputs], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _changes_nothing(change: Mapping[str, Any]) -> bool:
    return change["actions"] == NO_OP and not change.get("importing")


def _change(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Returns one change in the hash. A deleted resource is only its address: its attributes may change by the minute.

    A created resource is compared with an empty one: so each attribute is looked at, and sensitive ones are left out.
    """
    change = entry["change"]
    return {
        "address": entry["address"],
        "from": entry.get("previous_address"),
        "actions": change["actions"],
        "importing": change.get("importing"),
        "differences": [asdict(difference) for difference in differences(Change.of(entry))],
    }

"""Compares a plan with the one that was reviewed, by a hash of everything that the plan would change.

Terraform refuses a saved plan once the state has changed; this hash also notices that the live account has changed.
In: a plan's JSON (https://developer.hashicorp.com/terraform/internals/json-format).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from errors import CounterPromoError, Refused
from terraform.plan import well_formed
from terraform.plan.change import Change
from terraform.plan.differences import differences
from terraform.plan.parse_json import Unreadable, parse
from terraform.plan.plan import Plan


def check(plan: Path, *, expect: str, first_build: bool) -> str:
    """Returns the fingerprint of a plan.

    Raises Refused if the fingerprint is not `expect` (where given), or if the plan is a first build and `first_build`
    does not allow one; CounterPromoError if the file is not a plan.
    """
    try:
        read, faults = well_formed.read(parse(plan.read_bytes()))
    except Unreadable as unreadable:
        raise _not_a_plan(plan, str(unreadable)) from unreadable
    if blocking := [str(fault) for fault in faults if fault.blocking]:
        raise _not_a_plan(plan, blocking[0])
    found = fingerprint(read)
    if read.first_build and not first_build:
        raise Refused(
            "the state is empty, so this plan creates every resource; the environment may exist in AWS already",
            cure="import the environment if it exists in AWS; else say that this is a first build",
        )
    if expect and found != expect:
        raise Refused(
            f"the plan is not the one that was reviewed: its fingerprint is {found[:12]}, the reviewed one is "
            f"{expect[:12]}; nothing was applied",
            cure="run the workflow again, and review the new plan",
        )
    return found


def _not_a_plan(path: Path, why: str) -> CounterPromoError:
    return CounterPromoError(f"{path} is not a plan: {why}", cure=f"counterpromo plan ENV --json {path}")


def fingerprint(plan: Plan) -> str:
    """Returns a SHA-256 that is equal for plans with the same changes. Sensitive values are left out."""
    changes = [_change(change) for change in sorted(plan.changes, key=_by_address) if change.kind != "no-op"]
    outputs = [(name, plan.outputs[name].get("actions")) for name in plan.changed_outputs]
    return hashlib.sha256(json.dumps([changes, outputs], sort_keys=True).encode()).hexdigest()


def _by_address(change: Change) -> str:
    return change.address


def _change(change: Change) -> dict[str, Any]:
    """Returns one change in the hash. A deleted resource is only its address: its attributes may change by the minute.

    A created resource is compared with an empty one: so each attribute is compared, and sensitive ones are left out.
    """
    return {
        "address": change.address,
        "from": change.previous_address,
        "actions": change.actions,
        "importing": change.import_id,
        "differences": [asdict(difference) for difference in differences(change)],
    }

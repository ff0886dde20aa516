"""Blocks deletions, replacements and `forget`s of resources that hold data or protect others, or have no known cost."""

from __future__ import annotations

from collections.abc import Iterator

from guard.resource_type import UNKNOWN_TYPE, Deletion, Types
from guard.verdict import Finding, Severity
from terraform.plan.change import LOSING
from terraform.plan.plan import Plan

_RULES = {
    Deletion.DATA: "loss-of-data-or-identity",
    Deletion.PROTECTION: "loss-of-protection",
    Deletion.REPORTED: "removed",
}


def check(plan: Plan, *, types: Types) -> Iterator[Finding]:
    """Yields a finding for each resource that the plan removes, in every mode.

    A type without a row is blocked: its deletion class is DISRUPTIVE. A removal that another change of the plan asks
    for is reported.
    """
    for change in plan.managed:
        row = types.get(change.type, UNKNOWN_TYPE)
        if change.verb in LOSING and row.deletion is not Deletion.ALLOWED:
            asked_for = row.asked_for(change, plan) if row.asked_for else ""
            blocked = row.deletion is not Deletion.REPORTED and not asked_for
            yield Finding(
                rule=_RULES.get(row.deletion, "loss"),
                address=change.address,
                action=change.verb,
                detail=", ".join(filter(None, (change.verb, asked_for or change.reason.replace("_", " ")))),
                severity=Severity.BLOCKED if blocked else Severity.REPORTED,
            )

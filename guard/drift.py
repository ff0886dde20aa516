"""What somebody else changed since the last apply: told by itself, blocked where the plan would write over it.

`resource_drift` is what reading the live resources found, against the state as it was. Right after a first apply it
holds what the provider then learned; an empty value for an absent one is no drift.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guard.expected import Expected
from guard.plan import Plan
from guard.verdict import Finding, Mode, Severity


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Names of attributes only: what drifted may be secret."""
    changing = {change.address: change for change in plan.changes if change.verb not in ("no-op", "read")}
    feeding = _feeding(plan.document.get("relevant_attributes"))
    for drift in plan.drift:
        attributes = drift.differing()
        if not attributes and drift.verb in ("update", "no-op"):
            continue
        crossed = changing.get(drift.address)
        fed = changing and any(attribute in feeding.get(drift.address, ()) for attribute in attributes)
        gone = "it is gone" if drift.verb == "delete" else ", ".join(attributes)
        yield Finding(
            rule="drift-crossed" if crossed or fed else "drift",
            address=drift.address,
            action=crossed.verb if crossed else "no-op",
            detail=gone,
            severity=Severity.BLOCKED if crossed or fed else Severity.REPORTED,
        )


def _feeding(relevant: Any) -> dict[str, set[str]]:
    """Address -> the attributes that other changes were computed from."""
    feeding: dict[str, set[str]] = {}
    for each in relevant if isinstance(relevant, list) else []:
        if isinstance(each, Mapping) and isinstance(each.get("attribute"), list) and each["attribute"]:
            feeding.setdefault(str(each.get("resource")), set()).add(str(each["attribute"][0]))
    return feeding

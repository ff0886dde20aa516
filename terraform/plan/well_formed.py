"""Reads a plan strictly: whatever is missing, contradictory or unknown in the document becomes a fault.

Checked with terraform 1.11: `errored`, `complete` and `applyable` are always present; `resource_changes` is absent from
a plan without any resource. https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from terraform.plan.faults import PlanFault
from terraform.plan.plan import Plan, mapping, root_module, values_of
from terraform.plan.well_formed_change import Malformed, check_change

KNOWN = frozenset(
    [
        "format_version",
        "terraform_version",
        "variables",
        "planned_values",
        "resource_changes",
        "resource_drift",
        "relevant_attributes",
        "output_changes",
        "prior_state",
        "configuration",
        "checks",
        "timestamp",
        "applyable",
        "complete",
        "errored",
    ]
)
# Words in the names of members for whatever Terraform does beside changing resources, today or in a later version.
_ACTING = ("change", "action", "deferred", "invocation", "drift")


def read(document: Mapping[str, Any]) -> tuple[Plan, tuple[PlanFault, ...]]:
    """Returns the plan with the well-formed changes only, and every fault of the document."""
    faults = [*_members(document)]
    well_formed = {name: _entries(document, name, faults) for name in ("resource_changes", "resource_drift")}
    plan = Plan.of({**document, **well_formed})
    faults += _contradictions(plan)
    return plan, tuple(faults)


def _members(document: Mapping[str, Any]) -> Iterator[PlanFault]:
    version = document.get("format_version")
    if not isinstance(version, str) or version.partition(".")[0] != "1":
        yield PlanFault(rule="plan-format", detail=f"it is {str(version or 'missing')[:20]}")
    if document.get("errored") is not False:
        yield PlanFault(rule="plan-errored")
    if document.get("complete") is not True:
        yield PlanFault(rule="plan-incomplete")
    for name in sorted(set(document) - KNOWN):
        acting = any(word in name for word in _ACTING) and document[name] not in (None, [], {})
        rule = "plan-acts-otherwise" if acting else "plan-unknown-member"
        yield PlanFault(rule=rule, detail=name, blocking=acting)
    for name in ("output_changes", "configuration", "prior_state"):
        if name in document and not isinstance(document[name], Mapping):
            yield PlanFault(rule="plan-unreadable", detail=f"{name} is not an object")


def _entries(document: Mapping[str, Any], name: str, faults: list[PlanFault]) -> list[Any]:
    """Returns the well-formed entries of a list of changes, and adds a fault for each of the others."""
    entries = document.get(name)
    if not isinstance(entries, list):
        if name in document or (name == "resource_changes" and not _has_no_resource(document)):
            faults.append(PlanFault(rule="plan-unreadable", detail=f"{name} is not a list"))
        return []
    well_formed = []
    for entry in entries:
        try:
            check_change(entry)
            well_formed.append(entry)
        except Malformed as fault:
            faults.append(PlanFault(rule=fault.rule, address=fault.address, detail=f"{name}: {fault}"))
    return well_formed


def _has_no_resource(document: Mapping[str, Any]) -> bool:
    """Returns True for a plan without a resource in code or state: only Terraform's plan of that lists no changes.

    `_contradictions` reports a resource that the state holds or will hold.
    """
    return (
        document.get("applyable") is False
        and isinstance(root_module(document, "planned_values"), Mapping)
        and not mapping(root_module(document, "configuration")).get("resources")
    )


def _contradictions(plan: Plan) -> Iterator[PlanFault]:
    """Yields resources that are listed twice, or are in the state or planned for it and have no change."""
    named = Counter((change.address, change.mode) for change in plan.changes)
    for address, _ in sorted(key for key, number in named.items() if number > 1):
        yield PlanFault(rule="plan-unreadable", address=address, detail="it is listed twice")
    listed = {change.address for change in plan.changes}
    moved = {change.previous_address for change in plan.changes}
    planned = dict(values_of(root_module(plan.document, "planned_values")))
    for address in sorted({*planned, *plan.prior} - listed - moved):
        yield PlanFault(rule="plan-truncated", address=address)
    busy = any(change.verb not in ("no-op", "read") or change.import_id is not None for change in plan.changes)
    if plan.document.get("applyable") is False and busy:
        yield PlanFault(rule="plan-unreadable", detail="it has changes, but applyable is false")

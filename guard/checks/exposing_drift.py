"""Blocks a plan while a change outside of Terraform leaves a resource open, also if the plan changes nothing.

A rule that somebody adds to a security group of this code is in no state, so no plan removes it. The drift is judged
like a planned change of the same resource; only what exposes it is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guard.checks import attribute_checks, drift
from guard.checks.attribute_checks import ServiceRules
from guard.expected import Expected
from guard.policies import iam_policy_checks
from guard.verdict import Finding, Mode, Severity
from terraform.plan.change import Change
from terraform.plan.plan import Plan

EXPOSING = frozenset(
    {"public-access", "group-opened", "route-opened", "policy-public", "trust-widened", "firewall-weakened"}
)


def check(plan: Plan, expected: Expected, mode: Mode, *, services: ServiceRules) -> Iterator[Finding]:
    """Yields a finding for each resource that somebody exposed; what the plan overwrites is `drift-crossed`."""
    drifted = [each for each in plan.drift if each.verb == "update" and drift.unexplained(each, plan, services.types)]
    if not drifted:
        return
    changing = {change.address for change in plan.changes if change.verb not in ("no-op", "read")}
    alone = _as_changes(plan, drifted)
    found = [
        *attribute_checks.check(alone, expected, mode, services=services),
        *iam_policy_checks.check(alone, expected, mode, types=services.types),
    ]
    for finding in found:
        opens = finding.rule in EXPOSING and finding.severity is Severity.BLOCKED and finding.detail != "egress"
        if opens and finding.address not in changing:
            detail = f"{finding.rule}: {finding.detail}"
            yield Finding(rule="drift-exposes", address=finding.address, action="no-op", detail=detail)


def _as_changes(plan: Plan, drifted: list[Change]) -> Plan:
    """Returns a plan whose changes are these."""
    by_type: dict[str, tuple[Change, ...]] = {}
    for change in drifted:
        by_type[change.type] = (*by_type.get(change.type, ()), change)
    return replace(plan, changes=tuple(drifted), by_type=by_type)

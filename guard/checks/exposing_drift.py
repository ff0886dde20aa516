"""Blocks a plan while a change outside of Terraform leaves a resource open, also if the plan changes nothing.

A rule that somebody adds to a security group of this code is in no state, so no plan removes it. The drift is judged
like a planned change of the same resource; only what exposes it is a finding. A policy that somebody wrote is judged
like a new one: it exposes if everybody is let in, or if it permits what only an administrator should have.
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
from terraform.plan.values import as_list

EXPOSING = frozenset(
    {
        "execute-command-on",
        "firewall-weakened",
        "group-opened",
        "policy-public",
        "policy-too-broad",
        "public-access",
        "route-opened",
        "transport-weakened",
        "trust-widened",
    }
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
        *_of_policies(plan, drifted, expected, services=services),
    ]
    for finding in found:
        opens = finding.rule in EXPOSING and finding.severity is Severity.BLOCKED and finding.detail != "egress"
        if opens and finding.address not in changing:
            detail = f"{finding.rule}: {finding.detail}"
            yield Finding(rule="drift-exposes", address=finding.address, action="no-op", detail=detail)


def _of_policies(plan: Plan, drifted: list[Change], expected: Expected, *, services: ServiceRules) -> Iterator[Finding]:
    """Yields what is wrong with the policies of today, and was not wrong with those of the state."""
    sides = [[_new(each, side) for each in drifted] for side in ("before", "after")]
    parts = [part for each in drifted for part in _parts_of_a_role(each)]
    before, after = (
        set(iam_policy_checks.check(_as_changes(plan, each), expected, Mode.CREATE, types=services.types))
        for each in sides
    )
    yield from sorted(after - before, key=str)
    roles = _as_changes(plan, parts)
    yield from iam_policy_checks.check(roles, expected, Mode.CREATE, types=services.types)
    yield from attribute_checks.check(roles, expected, Mode.CREATE, services=services)


def _new(change: Change, side: str) -> Change:
    """Returns the resource as it is on one side, as if a plan created it."""
    return replace(change, verb="create", before={}, after=getattr(change, side))


def _parts_of_a_role(change: Change) -> Iterator[Change]:
    """Yields the policies that somebody wrote into a role or attached to it, as resources of their own."""
    if change.type != "aws_iam_role":
        return
    inline, attached = (change.at(name) for name in ("inline_policy", "managed_policy_arns"))
    for policy in as_list(inline.after):
        if policy not in as_list(inline.before):
            yield replace(_new(change, "after"), type="aws_iam_role_policy", after=policy)
    for arn in as_list(attached.after):
        if arn not in as_list(attached.before):
            yield replace(_new(change, "after"), type="aws_iam_role_policy_attachment", after={"policy_arn": arn})


def _as_changes(plan: Plan, drifted: list[Change]) -> Plan:
    """Returns a plan whose changes are these."""
    by_type: dict[str, tuple[Change, ...]] = {}
    for change in drifted:
        by_type[change.type] = (*by_type.get(change.type, ()), change)
    return replace(plan, changes=tuple(drifted), by_type=by_type)

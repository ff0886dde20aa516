"""Reviews a plan: parses it, runs every check, applies the waivers, and returns the verdict.

Pure: equal plan, mode, context, waivers and day give an equal verdict, with all findings at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from guard.checks import (
    added_parts,
    attribute_checks,
    deletions,
    drift,
    exposing_drift,
    modes,
    outside_users,
    ownership,
    plan_wide,
    prevent_destroy,
    regions,
    unknown_arguments,
    unknown_types,
)
from guard.checks.attribute_checks import ServiceRules
from guard.expected import Expected
from guard.policies import iam_policy_checks, policy_losses
from guard.verdict import Finding, Mode, Severity, Verdict
from guard.waivers import Waiver, lower
from terraform.plan.faults import PlanFault
from terraform.plan.parse_json import Unreadable, parse
from terraform.plan.plan import Plan
from terraform.plan.well_formed import read

Check = Callable[[Plan, Expected, Mode], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    ownership.check,
    modes.check,
    prevent_destroy.check,
    plan_wide.check,
    outside_users.check,
    added_parts.check,
)
_GRAVEST_FIRST = (Severity.BLOCKED, Severity.WAIVED, Severity.REPORTED)


def review_text(
    text: bytes,
    *,
    mode: Mode,
    expected: Expected,
    services: ServiceRules,
    waivers: Sequence[Waiver] = (),
    today: datetime.date,
) -> Verdict:
    """Returns the verdict on the text that `terraform show -json` prints."""
    try:
        document = parse(text)
    except Unreadable as fault:
        return Verdict(mode=mode, findings=(Finding(rule="plan-unreadable", detail=str(fault)),))
    return review(document, mode=mode, expected=expected, services=services, waivers=waivers, today=today)


def review(
    document: Mapping[str, Any],
    *,
    mode: Mode,
    expected: Expected,
    services: ServiceRules,
    waivers: Sequence[Waiver] = (),
    today: datetime.date,
) -> Verdict:
    """Returns the verdict on the JSON document of a plan."""
    plan, faults = read(document)
    findings = [*map(_finding, faults), *(finding for check in CHECKS for finding in check(plan, expected, mode))]
    findings += regions.check(plan, expected)
    findings += deletions.check(plan, types=services.types)
    findings += drift.check(plan, types=services.types)
    findings += exposing_drift.check(plan, expected, mode, services=services)
    findings += attribute_checks.check(plan, expected, mode, services=services)
    findings += unknown_arguments.check(plan, types=services.types)
    findings += unknown_types.check(plan, mode, types=services.types)
    findings += iam_policy_checks.check(plan, expected, mode, types=services.types)
    findings += policy_losses.check(plan, expected, types=services.types)
    lowered = lower(list(dict.fromkeys(findings)), waivers, today=today)
    return Verdict(mode=mode, findings=_ordered(lowered), counts=plan.counts, changed=_changed(plan))


def _ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Sorts findings: the order of the changes in a plan has no meaning."""
    return tuple(
        sorted(
            findings,
            key=lambda finding: (_GRAVEST_FIRST.index(finding.severity), finding.address, finding.rule, finding.detail),
        )
    )


def _finding(fault: PlanFault) -> Finding:
    severity = Severity.BLOCKED if fault.blocking else Severity.REPORTED
    return Finding(rule=fault.rule, address=fault.address, detail=fault.detail, severity=severity)


def _changed(plan: Plan) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((change.address, change.kind) for change in plan.changes if change.kind != "no-op"))

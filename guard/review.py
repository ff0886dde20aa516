"""The pipeline: text -> document -> plan -> every check -> waivers -> verdict.

Pure: the same plan, mode, expectations, waivers and day give the same verdict. All findings come at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from guard import attributes, drift, losses, modes, protection, whole, whose
from guard.document import Unreadable, parse
from guard.expected import Expected
from guard.plan import Plan, read
from guard.verdict import Counts, Finding, Mode, Severity, Verdict
from guard.waivers import Waiver, lower

Check = Callable[[Plan, Expected, Mode], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    whose.check,
    modes.check,
    losses.check,
    attributes.check,
    drift.check,
    protection.check,
    whole.check,
)
_GRAVEST_FIRST = (Severity.BLOCKED, Severity.WAIVED, Severity.REPORTED)


def review_text(
    text: bytes, *, mode: Mode, expected: Expected, waivers: Sequence[Waiver] = (), today: datetime.date
) -> Verdict:
    """The verdict on a plan as `terraform show -json` writes it."""
    try:
        document = parse(text)
    except Unreadable as fault:
        return Verdict(mode=mode, findings=(Finding(rule="plan-unreadable", detail=str(fault)),))
    return review(document, mode=mode, expected=expected, waivers=waivers, today=today)


def review(
    document: Mapping[str, Any],
    *,
    mode: Mode,
    expected: Expected,
    waivers: Sequence[Waiver] = (),
    today: datetime.date,
) -> Verdict:
    """The verdict on a plan that was read as JSON already."""
    plan, faults = read(document)
    findings = [*faults, *(finding for check in CHECKS for finding in check(plan, expected, mode))]
    lowered = lower(list(dict.fromkeys(findings)), waivers, today=today)
    return Verdict(mode=mode, findings=_ordered(lowered), counts=_counts(plan), changed=_changed(plan))


def _ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The order of a plan says nothing, so it decides nothing."""
    return tuple(
        sorted(findings, key=lambda one: (_GRAVEST_FIRST.index(one.severity), one.address, one.rule, one.detail))
    )


def _counts(plan: Plan) -> Counts:
    verbs = [change.verb for change in plan.managed]
    replaced = verbs.count("replace")
    return Counts(
        import_=sum(change.import_id is not None for change in plan.managed),
        add=verbs.count("create") + replaced,
        change=verbs.count("update"),
        destroy=verbs.count("delete") + replaced,
        forget=verbs.count("forget"),
    )


def _changed(plan: Plan) -> tuple[tuple[str, str], ...]:
    acting = [change for change in plan.changes if change.verb != "no-op" or change.import_id is not None]
    return tuple(sorted((change.address, "import" if change.verb == "no-op" else change.verb) for change in acting))

"""Reports what somebody added to a resource of the code, such as a rule of a listener. No plan shows it."""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity
from terraform.plan.plan import Plan


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for each part that was added. AWS was asked for them before."""
    for address, parts in expected.added.items():
        for part in parts:
            yield Finding(
                rule="added-by-hand", address=address, action="no-op", detail=part, severity=Severity.REPORTED
            )

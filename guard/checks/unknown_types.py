"""Blocks new resources of types that the guard has no row for: no rule would notice what they open or run."""

from __future__ import annotations

from collections.abc import Iterator

from guard.resource_type import Types
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.plan import Plan


def check(plan: Plan, mode: Mode, *, types: Types) -> Iterator[Finding]:
    """Yields a finding for each new resource of an unknown type; a first build is reported only.

    A change of one that exists is left to the other checks: a person has let it in before.
    """
    for change in plan.managed:
        if change.verb == "create" and change.type not in types:
            severity = Severity.REPORTED if mode is Mode.CREATE else Severity.BLOCKED
            yield finding_on("type-not-known", change, severity=severity)

"""Blocks new resources of types that the guard has no row for, and reports those that it watches in part.

No rule would notice all that they open, share or run. Those that act on what exists are blocked.
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.resource_type import Types
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.plan import Plan


def check(plan: Plan, mode: Mode, *, types: Types) -> Iterator[Finding]:
    """Yields a finding for each new resource of an unknown type; a first build is reported only.

    A change of one that exists is left to the other checks: a person has let it in before. A type whose row has no
    table of harmless arguments is none that this code declares.
    """
    for change in plan.managed:
        if change.verb != "create":
            continue
        if change.type not in types:
            severity = Severity.REPORTED if mode is Mode.CREATE else Severity.BLOCKED
            yield finding_on("type-not-known", change, severity=severity)
        elif types[change.type].harmless is None:
            acts = types[change.type].acts
            severity = Severity.BLOCKED if acts and mode is Mode.STEADY else Severity.REPORTED
            yield finding_on("type-known-in-part", change, acts, severity=severity)

"""Blocks a plan that removes a resource which something outside of the plan uses."""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, Mode
from terraform.plan.plan import Plan

_SHOWN = 5


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for each removed resource with users. AWS was asked for them before."""
    for change in plan.managed:
        if users := expected.users.get(change.address, ()):
            more = [f"and {len(users) - _SHOWN} more"] if len(users) > _SHOWN else []
            yield Finding(
                rule="used-outside",
                address=change.address,
                action=change.verb,
                detail=f"used by {', '.join([*users[:_SHOWN], *more])}",
            )

"""Blocks a plan that removes a resource which something outside of the plan uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guard.expected import Expected
from guard.verdict import Finding, Mode, finding_on
from terraform.plan.plan import Plan

_SHOWN = 5


def used_by(users: Sequence[str]) -> str:
    """Returns a text that names some users and counts the others."""
    more = [f"and {len(users) - _SHOWN} more"] if len(users) > _SHOWN else []
    return f"used by {', '.join([*users[:_SHOWN], *more])}"


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for each removed resource with users. AWS was asked for them before."""
    for change in plan.managed:
        users = expected.users.get(change.address, ())
        if users and change.verb != "create":
            yield finding_on("used-outside", change, used_by(users))

"""Applies the attribute rules of every AWS service to a plan. The services hand their tables and checks in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from guard import iam_policy_checks
from guard.attribute_rules import Watch, look
from guard.expected import Expected
from guard.verdict import Finding, Mode
from terraform.plan.change import MAKING
from terraform.plan.plan import Plan

Check = Callable[[Plan, Expected, Mode], Iterator[Finding]]


@dataclass(frozen=True, kw_only=True)
class ServiceRules:
    """What the services know: tables of guarded attributes, and checks where a table is not enough."""

    tables: Sequence[Mapping[str, tuple[Watch, ...]]]
    checks: Sequence[Check]


def check(plan: Plan, expected: Expected, mode: Mode, *, services: ServiceRules) -> Iterator[Finding]:
    """Yields what every change that makes or alters something would weaken or expose."""
    for change in plan.managed:
        if change.verb in MAKING:
            for table in services.tables:
                yield from look(change, table)
    for one in services.checks:
        yield from one(plan, expected, mode)
    yield from iam_policy_checks.check(plan, expected, mode)

"""Applies the attribute rules of every AWS service to a plan. The services pass in their rows and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from guard.attribute_rules import look
from guard.expected import Expected
from guard.resource_type import UNKNOWN_TYPE, Types
from guard.verdict import Finding, Mode
from terraform.plan.change import MAKING
from terraform.plan.configuration import expressions
from terraform.plan.plan import Plan

Check = Callable[[Plan, Expected, Mode], Iterator[Finding]]


@dataclass(frozen=True, kw_only=True)
class ServiceRules:
    """The services' rows for the guard, one for each Terraform type, and checks of more than one attribute."""

    types: Types
    checks: Sequence[Check]


def check(plan: Plan, expected: Expected, mode: Mode, *, services: ServiceRules) -> Iterator[Finding]:
    """Yields a finding for each created or updated resource whose watched attributes become worse."""
    for change in plan.managed:
        if change.verb in MAKING:
            row = services.types.get(change.type, UNKNOWN_TYPE)
            reasons = {name: reason for name, why in row.follows.items() if (reason := why(change, plan))}
            code = expressions(plan.written, change.address) or None
            yield from look(change, row.watched, set_by_code=code, reasons=reasons)
    for service_check in services.checks:
        yield from service_check(plan, expected, mode)

"""What may not be weakened, service by service: tables of attributes, and functions where a table is not enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guard.attributes import (
    containers,
    database,
    groups,
    identity,
    messaging,
    network,
    permissions,
    routing,
    services,
    storage,
    traffic,
)
from guard.change import MAKING
from guard.expected import Expected
from guard.plan import Plan
from guard.verdict import Finding, Mode
from guard.watch import look

TABLES = (
    database.TABLE,
    storage.TABLE,
    messaging.TABLE,
    network.TABLE,
    traffic.TABLE,
    services.TABLE,
    identity.TABLE,
)
Check = Callable[[Plan, Expected, Mode], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    database.check,
    storage.check,
    groups.check,
    network.check,
    routing.check,
    containers.check,
    permissions.check,
    identity.check,
)


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """What every change that makes or alters something would weaken or expose."""
    for change in plan.managed:
        if change.verb in MAKING:
            for table in TABLES:
                yield from look(change, table)
    for one in CHECKS:
        yield from one(plan, expected, mode)

"""Checks that no `prevent_destroy` is removed, also together with its resource block, which no plan shows.

Input: the protected addresses at the last apply, and today's if the synthesized stack is there.
https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity
from terraform.plan.configuration import plain
from terraform.plan.plan import Plan


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields each address that was protected and is no longer, or has moved.

    Without the synthesized stack, only addresses that disappear from the plan are found.
    """
    now = expected.protected_now
    still = {plain(address) for address in now} if now is not None else _remaining(plan)
    moved = {plain(change.previous_address): plain(change.address) for change in plan.managed}
    for address in sorted(expected.protected_before):
        name = plain(address)
        if name in still:
            continue
        if (there := moved.get(name)) and there in still:
            yield Finding(rule="protection-moved", address=address, detail=f"to {there}", severity=Severity.REPORTED)
        else:
            yield Finding(rule="protection-removed", address=address)


def _remaining(plan: Plan) -> set[str]:
    """Returns the addresses that the code has and the plan neither deletes nor forgets."""
    written = set(plan.written)
    lost = {plain(change.address) for change in plan.managed if change.verb in ("delete", "forget")}
    kept = {plain(change.address) for change in plan.managed if change.verb not in ("delete", "forget")}
    return (written & kept if written else kept) - lost

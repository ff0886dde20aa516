"""Protection that was taken away: `prevent_destroy` goes with its block, so what was protected is remembered.

In: the protected addresses of the last apply, and those of now where the code is at hand.
https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity
from terraform.plan.configuration import plain
from terraform.plan.plan import Plan


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Of every address that was protected: it is still there, and still protected.

    A plan does not tell `prevent_destroy`. Without the code at hand, an address that is gone is all that can be seen.
    """
    now = expected.protected_now
    still = {plain(address) for address in now} if now is not None else _standing(plan)
    moved = {plain(change.previous_address): plain(change.address) for change in plan.managed}
    for address in sorted(expected.protected_before):
        name = plain(address)
        if name in still:
            continue
        if (there := moved.get(name)) and there in still:
            yield Finding(rule="protection-moved", address=address, detail=f"to {there}", severity=Severity.REPORTED)
        else:
            yield Finding(rule="protection-removed", address=address)


def _standing(plan: Plan) -> set[str]:
    """What the code still has, and the plan neither deletes nor forgets."""
    written = set(plan.written)
    lost = {plain(change.address) for change in plan.managed if change.verb in ("delete", "forget")}
    kept = {plain(change.address) for change in plan.managed if change.verb not in ("delete", "forget")}
    return (written & kept if written else kept) - lost

"""Proves an adoption: a plan that imports exactly the listed ids and changes nothing. Pure.

Input: the plan as `terraform show -json` prints it, and address -> import id. Output: a Proof. Any finding, and any
fault of the plan's JSON, means that the adoption is not proven.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from imports.resource_type import Types
from imports.verify_import import not_what_we_asked_for
from terraform.plan.change import UNKNOWN, Change
from terraform.plan.counts import Counts
from terraform.plan.differences import Difference, differences
from terraform.plan.faults import PLAN, PlanFault
from terraform.plan.plan import Plan
from terraform.plan.well_formed import read


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A reason why the adoption is not proven.

    `address` is empty if the reason concerns the whole plan; `attributes` are those that differ.
    """

    address: str
    reason: str
    attributes: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The numbers of a plan, and every reason why it is not an adoption that changes nothing."""

    counts: Counts
    findings: tuple[Finding, ...]

    @property
    def proven(self) -> bool:
        """Returns True if applying the plan imports every listed resource and changes none."""
        return not self.findings


def prove(document: Mapping[str, Any], ids: Mapping[str, str], *, types: Types) -> Proof:
    """Checks a plan against the ids it should import. A resource in the state needs no import any more."""
    _, faults = read(document)
    plan = Plan.of(document)
    listed = {change.address for change in plan.managed}
    return Proof(
        counts=plan.counts,
        findings=(
            *(_of_fault(fault) for fault in faults if fault.blocking),
            *(finding for change in plan.managed for finding in _of_change(change, ids, types)),
            *(
                Finding(address=address, reason="is to be imported, but the plan does not list it")
                for address in sorted(set(ids) - listed)
            ),
        ),
    )


def _of_fault(fault: PlanFault) -> Finding:
    return Finding(address="" if fault.address == PLAN else fault.address, reason=str(fault))


def _of_change(change: Change, ids: Mapping[str, str], types: Types) -> Iterator[Finding]:
    expected = ids.get(change.address)
    if change.verb != "no-op":
        verb = "do something unknown to" if change.verb == UNKNOWN else change.verb
        yield Finding(address=change.address, reason=f"would {verb} it", attributes=differences(change))
    if change.import_id is not None and change.import_id != expected:
        reason = f"imports {change.import_id}; expected: {expected or 'no import'}"
        yield Finding(address=change.address, reason=reason)
    elif expected is not None and (change.import_id is not None or change.verb == "no-op"):
        wrong = not_what_we_asked_for(change.type, expected, change.before, types=types)
        if wrong:
            yield Finding(address=change.address, reason=wrong)

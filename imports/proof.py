"""The proof of an adoption: a plan that imports exactly what we asked for and changes nothing. Pure.

In: the plan (`terraform show -json`) and the ids. Out: counts and findings; adoption is proven when there are none.
What the proof does not understand is a finding, too: https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from imports.verify_import import not_what_we_asked_for
from terraform.plan_differences import Difference, differences


@dataclass(frozen=True, kw_only=True)
class PlanCounts:
    """As Terraform counts: a replacement is one to add and one to destroy."""

    import_: int
    add: int
    change: int
    destroy: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Why adoption is not proven: where (empty for the plan as a whole), what, and the attributes that differ."""

    address: str
    reason: str
    attributes: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a plan would do, and everything that speaks against it."""

    counts: PlanCounts
    findings: tuple[Finding, ...]

    @property
    def proven(self) -> bool:
        """Whether applying the plan adopts everything and touches nothing."""
        return not self.findings


def prove(plan: Mapping[str, Any], ids: Mapping[str, str]) -> Proof:
    """Hold a plan against the ids it should import. What is in state already needs no import any more."""
    changes = [_Planned.read(one) for one in plan.get("resource_changes") or [] if one.get("mode") != "data"]
    seen = {change.address for change in changes}
    return Proof(
        counts=_counts(changes),
        findings=(
            *_of_the_plan(plan),
            *(finding for change in changes for finding in _of_change(change, ids)),
            *(_finding(address, "is to be imported, but not in the plan") for address in sorted(set(ids) - seen)),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Planned:
    """One entry of `resource_changes`; what it lacks reads as unknown, never as harmless."""

    address: str
    type: str
    actions: tuple[str, ...]
    importing: str | None
    change: Mapping[str, Any]

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        change = entry.get("change") or {}
        importing = change.get("importing")
        return cls(
            address=str(entry.get("address", "")),
            type=str(entry.get("type", "")),
            actions=tuple(change.get("actions") or ()),
            importing=None if importing is None else str(importing.get("id")),
            change=change,
        )


def _counts(changes: Sequence[_Planned]) -> PlanCounts:
    verbs = [verb for planned in changes for verb in planned.actions]
    return PlanCounts(
        import_=sum(1 for planned in changes if planned.importing is not None),
        add=verbs.count("create"),
        change=verbs.count("update"),
        destroy=verbs.count("delete"),
    )


def _of_the_plan(plan: Mapping[str, Any]) -> Iterator[Finding]:
    version = str(plan.get("format_version", "none"))
    if version.partition(".")[0] != "1":
        yield _finding("", f"the plan's format is {version}; only 1.x is understood")
    if plan.get("errored") is not False:
        yield _finding("", "the plan ended in an error")
    if plan.get("complete") is not True or plan.get("deferred_changes"):
        yield _finding("", "the plan is incomplete: it puts changes off")
    if "resource_changes" not in plan:
        yield _finding("", "the plan names no resources")


def _of_change(planned: _Planned, ids: Mapping[str, str]) -> Iterator[Finding]:
    address, wanted = planned.address, ids.get(planned.address)
    if planned.actions != ("no-op",):
        verb = " and ".join(planned.actions) or "do something unknown to"
        yield Finding(address=address, reason=f"would {verb} it", attributes=differences(planned.change))
    if planned.importing is not None and planned.importing != wanted:
        yield _finding(address, f"imports {planned.importing}, but {wanted or 'nothing'} was asked for")
    elif wanted is not None and (reason := _came_back(planned, wanted)):
        yield _finding(address, reason)


def _came_back(planned: _Planned, wanted: str) -> str | None:
    """Whether imported now or in state already, it must be the resource we asked for."""
    if planned.importing is None and planned.actions != ("no-op",):
        return None
    return not_what_we_asked_for(planned.type, wanted, planned.change.get("before") or {})


def _finding(address: str, reason: str) -> Finding:
    return Finding(address=address, reason=reason)

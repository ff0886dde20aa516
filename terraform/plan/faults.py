"""Faults of a plan: reasons why a plan's JSON cannot be trusted, by the id of the guard's rule for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FAULTS: Mapping[str, str] = {
    "plan-unreadable": "the plan's JSON does not have the form that terraform show -json writes",
    "plan-format": "the plan's format version is not 1.x, the only one that is supported",
    "plan-errored": "the plan ended in an error, or its JSON has no member `errored`",
    "plan-incomplete": "the plan is incomplete, or its JSON has no member `complete`",
    "plan-truncated": "the plan does not say what happens to this resource",
    "plan-acts-otherwise": "the plan does something other than change resources and outputs",
    "plan-unknown-member": "the plan's JSON has an unknown member",
    "action-unknown": "the plan does something unknown to this resource",
}
PLAN = "plan"  # the address of a fault that concerns the whole plan


@dataclass(frozen=True, kw_only=True)
class PlanFault:
    """One fault. `rule` is a key of FAULTS; `blocking` is False if the plan can be used in spite of it."""

    rule: str
    address: str = PLAN
    detail: str = ""
    blocking: bool = True

    def __str__(self) -> str:
        return f"{FAULTS[self.rule]} ({self.detail})" if self.detail else FAULTS[self.rule]

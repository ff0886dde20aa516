"""The summary of a plan for a person: the numbers, and what changes, the most dangerous kind first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terraform.plan.differences import Difference, differences
from terraform.plan.plan import Plan

KINDS = {"delete": "destroy", "update": "change", "create": "add"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """What happens to one resource; `import_id` is empty if the plan does not import it."""

    address: str
    type: str
    kind: str
    import_id: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What a plan changes, without what stays as it is."""

    plan: Plan
    changes: tuple[Change, ...]
    outputs: tuple[str, ...]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Planned:
        """Returns the summary of `terraform show -json` of a saved plan."""
        plan = Plan.of(document)
        changes = tuple(
            Change(
                address=change.address,
                type=change.type,
                kind=KINDS.get(change.kind, change.kind),
                import_id=change.import_id or "",
                differences=differences(change) if change.verb in ("update", "replace") else (),
            )
            for change in plan.by_risk
        )
        return cls(plan=plan, changes=changes, outputs=plan.changed_outputs)

    @property
    def adopted(self) -> dict[str, str]:
        """Address -> import id of every resource that the plan imports."""
        return self.plan.imported

    @property
    def sentence(self) -> str:
        """The numbers, such as `103 to import, 0 to add, 0 to change, 0 to destroy`."""
        return str(self.plan.counts)

"""A plan's JSON as the few things a person wants to know of it: how many, which, and which attributes; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terraform.plan_differences import Difference, differences

KINDS = {
    ("delete",): "destroy",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("forget",): "forget",
    ("create", "forget"): "replace",
    ("update",): "change",
    ("create",): "add",
    ("read",): "read",
    ("no-op",): "none",
}
RISKS_FIRST = ("unknown", "replace", "destroy", "forget", "change", "add", "import", "read", "none")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What happens to one resource. `kind` is one of RISKS_FIRST; `import_id` is set where it is taken into state."""

    address: str
    type: str
    kind: str
    import_id: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True)
class Planned:
    """All that a plan would do, risks first; what stays as it is left out."""

    changes: tuple[Change, ...]
    outputs: tuple[str, ...]

    @classmethod
    def of(cls, plan: Mapping[str, Any]) -> Planned:
        """From `terraform show -json` of a saved plan."""
        changes = [_change(entry) for entry in plan.get("resource_changes", ()) if entry.get("mode") != "data"]
        changes.sort(key=lambda change: (RISKS_FIRST.index(change.kind), change.address))
        outputs = plan.get("output_changes", {}).items()
        return cls(
            changes=tuple(change for change in changes if change.kind != "none"),
            outputs=tuple(sorted(name for name, change in outputs if change["actions"] != ["no-op"])),
        )

    @property
    def adopted(self) -> dict[str, str]:
        """Address to import id of everything the plan takes into state."""
        return {change.address: change.import_id for change in self.changes if change.import_id}

    @property
    def sentence(self) -> str:
        """`103 to import, 0 to add, 0 to change, 0 to destroy`, as Terraform counts; no imports, no word of them."""
        kinds = [change.kind for change in self.changes]
        replaced = kinds.count("replace")
        adding = f"{kinds.count('add') + replaced} to add, {kinds.count('change')} to change"
        importing = f"{len(self.adopted)} to import, " if self.adopted else ""
        return f"{importing}{adding}, {kinds.count('destroy') + replaced} to destroy"


def _change(entry: Mapping[str, Any]) -> Change:
    change = entry["change"]
    import_id = str((change.get("importing") or {}).get("id", ""))
    kind = KINDS.get(tuple(change["actions"]), "unknown")
    return Change(
        address=entry["address"],
        type=entry["type"],
        kind="import" if kind == "none" and import_id else kind,
        import_id=import_id,
        differences=differences(change) if kind in ("change", "replace") else (),
    )

"""The numbers of a plan, counted as Terraform counts them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from terraform.plan.change import Change


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Resources by what happens to them. A replacement counts once to add and once to destroy (or to forget)."""

    import_: int = 0
    add: int = 0
    change: int = 0
    destroy: int = 0
    forget: int = 0

    @classmethod
    def of(cls, changes: Collection[Change]) -> Counts:
        """Returns the counts of these changes; data sources among them count for nothing."""
        managed = [change for change in changes if change.managed]
        actions = [action for change in managed for action in change.actions]
        return cls(
            import_=sum(change.import_id is not None for change in managed),
            add=actions.count("create"),
            change=actions.count("update"),
            destroy=actions.count("delete"),
            forget=actions.count("forget"),
        )

    def __str__(self) -> str:
        """Returns `103 to import, 0 to add, 0 to change, 0 to destroy`; imports and forgets only if there are any."""
        importing = f"{self.import_} to import, " if self.import_ else ""
        forgetting = f", {self.forget} to forget" if self.forget else ""
        return f"{importing}{self.add} to add, {self.change} to change, {self.destroy} to destroy{forgetting}"

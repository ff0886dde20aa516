"""Marks of the picture: what the inventory says of a resource, by its type and name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audit.inventory.items import Inventory, Item, Standing

_ABSENT = (Standing.GAP, Standing.NEW, Standing.STRAY, Standing.SET_ASIDE, Standing.UNDECIDED)


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The items of an inventory by type. `known` is False if there is no inventory."""

    by_type: Mapping[str, tuple[Item, ...]]
    known: bool

    @classmethod
    def of(cls, inventory: Inventory | None) -> Marks:
        """Returns the marks of an inventory."""
        found: dict[str, tuple[Item, ...]] = {}
        for item in inventory.items if inventory else ():
            found[item.type] = (*found.get(item.type, ()), item)
        return cls(by_type=found, known=inventory is not None)

    def names(self, types: tuple[str, ...]) -> list[str]:
        """Returns the names of all items of these types; an item without a name has its address or id."""
        return [name_of(item) for type_ in types for item in self.by_type.get(type_, ())]

    def of_name(self, types: tuple[str, ...], name: str) -> str:
        """Returns the mark of a name: its standing, empty if it is simply in the code or not listed."""
        for type_ in types:
            for item in self.by_type.get(type_, ()):
                if name_of(item) == name:
                    return "" if item.standing is Standing.CODE else item.standing.value
        return ""

    def of_endpoint(self, id_: str) -> str:
        """Returns the mark of an endpoint by its id, or by its address where nothing is built."""
        for item in self.by_type.get("aws_vpc_endpoint", ()):
            if item.standing is not Standing.CODE and id_ in (item.id, f"{item.address}.id"):
                return item.standing.value
        return ""

    def absent(self, type_: str) -> Iterator[Item]:
        """Yields the items that the model may lack: gaps, strays and what is not built."""
        return (item for item in self.by_type.get(type_, ()) if item.standing in _ABSENT)


def name_of(item: Item) -> str:
    """Returns the name of an item; its address or id if it has none."""
    return item.name or item.address or item.id

"""An inventory: every resource of an environment with its address, its live id and its standing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """The relation of a resource between the code and the account."""

    CODE = "in code"
    PINNED = "pinned"
    NEW = "not built yet"
    GAP = "gap"
    SET_ASIDE = "set aside"
    UNDECIDED = "several candidates"
    STRAY = "stray"


MEANINGS = {
    Standing.CODE: "the code declares it",
    Standing.PINNED: "the code declares it, and keeps some arguments as they are live",
    Standing.NEW: "the code declares it, and it is not there",
    Standing.GAP: "it is documented and withheld, so that an import creates nothing",
    Standing.SET_ASIDE: "it is there, and an import could not adopt it without a change",
    Standing.UNDECIDED: "several live resources may be it: a person chooses in [import.choose]",
    Standing.STRAY: "it belongs to the environment, and the code does not declare it",
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One resource. `id` is its import id, empty where the facts hold none; `detail` says what is special about it."""

    type: str
    name: str
    standing: Standing
    address: str = ""
    id: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section of the reference: its items, and `outside`: what it documents that is in no AWS API of this code."""

    number: int
    title: str
    items: tuple[Item, ...]
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """All resources by section, and those that no section documents. `unread` says why live ids are missing."""

    sections: tuple[Section, ...]
    undocumented: tuple[Item, ...]
    unread: str = ""

    @property
    def items(self) -> Iterator[Item]:
        """Returns all items."""
        for section in self.sections:
            yield from section.items
        yield from self.undocumented

    @property
    def counts(self) -> dict[Standing, int]:
        """Returns the number of items by standing, without those that are zero."""
        listed = list(self.items)
        numbers = {standing: sum(item.standing is standing for item in listed) for standing in Standing}
        return {standing: number for standing, number in numbers.items() if number}

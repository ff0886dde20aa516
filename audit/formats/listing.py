"""The inventory as lines that every format shows: section by section, then what no section documents."""

from __future__ import annotations

from collections.abc import Iterator

from audit.inventory.items import Inventory, Item, Standing


def counts(inventory: Inventory) -> str:
    """Returns the number of resources by standing: `98 in code, 1 pinned, 2 strays`."""
    return ", ".join(f"{number} {standing.value}" for standing, number in inventory.counts.items())


def headings(inventory: Inventory) -> Iterator[tuple[str, tuple[Item, ...], tuple[str, ...]]]:
    """Yields each section's heading, its items, and what it documents outside of this code."""
    for section in inventory.sections:
        yield f"{section.number}. {section.title}", section.items, section.outside
    if inventory.undocumented:
        yield "Not in the reference", inventory.undocumented, ()


def notable(inventory: Inventory) -> Iterator[Item]:
    """Yields the items that a person looks at: all that are not simply in the code."""
    return (item for item in inventory.items if item.standing is not Standing.CODE)

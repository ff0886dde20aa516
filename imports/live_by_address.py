"""Index of live resources by matched address.

The shape functions of the services read it to find settings that must change to describe the live resources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from imports.model import Found, Outcome
from settings.types import Strict

# Key of a setting -> value to write; None removes the key, a mapping writes a table.
Changes = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LiveResources:
    """Live resources, by matched address and by type."""

    by_address: Mapping[str, Found]
    by_type: Mapping[str, Sequence[Found]]

    @classmethod
    def of(cls, outcome: Outcome, found: Sequence[Found]) -> Self:
        """Returns the index; the order of `found` has no effect."""
        by_key = {live.key: live for live in found}
        by_type = dict[str, list[Found]]()
        for key in sorted(by_key):
            by_type.setdefault(key[0], []).append(by_key[key])
        matched = {match.address: by_key[match.type, match.id] for match in outcome.matched}
        return cls(by_address=matched, by_type=by_type)

    def at(self, address: str) -> Found | None:
        """Returns the live resource matched to an address; None if there is none."""
        return self.by_address.get(address)

    def of_type(self, type_: str) -> Sequence[Found]:
        """Returns all live resources of a type, matched or not, sorted by id."""
        return self.by_type.get(type_, ())

    def keyed(self, before: str, after: str = "") -> dict[str, Found]:
        """Returns the matched resources whose address starts with `before` and ends with `after`, by the key between.

        `aws_subnet.network_` finds the subnets by their keys in the settings.
        """
        return {
            address[len(before) : len(address) - len(after)]: live
            for address, live in self.by_address.items()
            if address.startswith(before) and address.endswith(after)
        }


def differing(part: Strict, live: Mapping[str, Any]) -> Changes:
    """Returns the keys of a part of the settings whose values differ from the live ones, with the live values."""
    return {f"{part.where}.{key}": value for key, value in live.items() if getattr(part, key) != value}

"""What stands where: live resources by the address they are matched to. In: an Outcome and what was found.

The shapes are read off it, area by area: what is live goes into `differing`, what comes out are changes to settings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from imports.model import Found, Outcome
from settings.types import Strict

# Place of a setting -> value to write; None takes it out, a mapping writes a whole table.
Changes = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LiveResources:
    """The live side of a matching, for looking up."""

    by_address: Mapping[str, Found]
    by_type: Mapping[str, Sequence[Found]]

    @classmethod
    def of(cls, outcome: Outcome, found: Sequence[Found]) -> Self:
        """The order of `found` does not count."""
        by_key = {live.key: live for live in found}
        by_type = dict[str, list[Found]]()
        for key in sorted(by_key):
            by_type.setdefault(key[0], []).append(by_key[key])
        matched = {match.address: by_key[match.type, match.id] for match in outcome.matched}
        return cls(by_address=matched, by_type=by_type)

    def at(self, address: str) -> Found | None:
        """The live resource matched to this address, if any."""
        return self.by_address.get(address)

    def of_type(self, type_: str) -> Sequence[Found]:
        """Every live resource of a type, ours or not, sorted."""
        return self.by_type.get(type_, ())

    def keyed(self, before: str, after: str = "") -> dict[str, Found]:
        """What is matched to addresses of this spelling, by the key between: `aws_subnet.network_` for subnets."""
        return {
            address[len(before) : len(address) - len(after)]: live
            for address, live in self.by_address.items()
            if address.startswith(before) and address.endswith(after)
        }


def differing(part: Strict, live: Mapping[str, Any]) -> Changes:
    """The keys of a part of the settings that are to say something else."""
    return {f"{part.where}.{key}": value for key, value in live.items() if getattr(part, key) != value}

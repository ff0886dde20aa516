"""Types of an import: live resources (Found), declared resources (Declared), and the result of matching them.

Facts and arguments use Terraform's attribute names, so both sides can be compared directly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Found:
    """A live resource: Terraform type, import id, name and facts.

    `facts` holds the attributes that matching needs, as Terraform names and structures them. It has an "id" only if
    Terraform's `id` differs from the import id: a cluster is imported by name, and its `id` is the ARN.
    """

    type: str
    id: str
    name: str
    facts: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        """Returns type and import id, which identify a live resource."""
        return self.type, self.id


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A resource of the synthesized stack; `data` blocks carry the type `data.TYPE`."""

    address: str
    type: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Match:
    """An address and its live resource; `rule` is the label of the match rule, for the report."""

    address: str
    type: str
    id: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Missing:
    """An address without a live resource; `why` is the reason, or lists the match rules."""

    address: str
    type: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One of several candidates, with the facts in which it differs from the others."""

    id: str
    name: str
    differs: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Ambiguous:
    """An address with several candidates, or one that several addresses share: a person must choose."""

    address: str
    type: str
    candidates: tuple[Candidate, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class Stray:
    """A live resource that belongs to the environment and matches no address."""

    type: str
    id: str
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The result of matching. Every tuple is sorted by address, or by type and id."""

    matched: tuple[Match, ...]
    missing: tuple[Missing, ...]
    ambiguous: tuple[Ambiguous, ...]
    strays: tuple[Stray, ...]

    @property
    def ids(self) -> dict[str, str]:
        """Address -> import id of all matches."""
        return {match.address: match.id for match in self.matched}

"""The words of this room: what is there (Found), what the code says (Declared), and what came of comparing them.

Everything is frozen. Facts and arguments are keyed by Terraform's attribute names, so both sides compare as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Found:
    """A live resource: Terraform's type, the id `terraform import` takes, what a person calls it, and its facts.

    `facts` holds what matching needs, in Terraform's names and shapes. Its "id" is there only where Terraform's
    own `id` differs from the import id (a cluster is imported by name and then called by its ARN).
    """

    type: str
    id: str
    name: str
    facts: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        """What makes it one thing: no two live resources share type and id."""
        return self.type, self.id


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A resource of the synthesized stack; `data` blocks carry the type `data.TYPE`."""

    address: str
    type: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Match:
    """This address is that live resource; `rule` says what told us, in words for the report."""

    address: str
    type: str
    id: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Missing:
    """No live resource answers to this address; `why` says what was looked for."""

    address: str
    type: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One of several answers, with the facts that set it apart from the others."""

    id: str
    name: str
    differs: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Ambiguous:
    """Several live resources answer to one address, or one to several: a person chooses, never we."""

    address: str
    type: str
    candidates: tuple[Candidate, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class Stray:
    """A live resource in or around the environment that no address answers to."""

    type: str
    id: str
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """All that matching can say; every tuple is sorted by address, or by type and id."""

    matched: tuple[Match, ...]
    missing: tuple[Missing, ...]
    ambiguous: tuple[Ambiguous, ...]
    strays: tuple[Stray, ...]

    @property
    def ids(self) -> dict[str, str]:
        """Address to import id, of everything matched."""
        return {match.address: match.id for match in self.matched}

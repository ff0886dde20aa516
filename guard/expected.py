"""What a plan is held against: whose it must be, what was protected, what is to be imported, what may stand open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What something outside the plan says of account and region; empty where it says nothing."""

    where: str
    account: str
    region: str


@dataclass(frozen=True, kw_only=True)
class Openings:
    """What the settings leave open to the world on purpose, by the names of groups and tables as AWS shows them.

    `addresses` is where the code declares it: good only where a plan does not tell what a rule stands in.
    """

    ingress: Mapping[str, frozenset[int]] = field(default_factory=dict)
    egress: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Account and region are the settings'. None means that nothing is known, which is not the same as nothing."""

    account: str
    region: str
    claims: tuple[Claim, ...] = ()
    imports: Mapping[str, str] | None = None
    protected_before: frozenset[str] = frozenset()
    protected_now: frozenset[str] | None = None
    openings: Openings = Openings()

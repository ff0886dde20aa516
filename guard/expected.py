"""The facts that a plan must agree with: account, region, imports, protected addresses and allowed openings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The account and region that credentials or backend name; empty if `where` does not name one."""

    where: str
    account: str
    region: str


@dataclass(frozen=True, kw_only=True)
class Openings:
    """Ports, security groups and route tables that the settings open to the internet, by their names in AWS.

    `addresses` are the Terraform addresses of these rules and routes. They count only if the plan does not show the
    security group or route table that a rule or route belongs to.
    """

    ingress: Mapping[str, frozenset[int]] = field(default_factory=dict)
    egress: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Account and region of the settings, and what is known beside the plan.

    `imports` (address -> import id) and `protected_now` are None if they are not known, which is not the same as empty.
    `code` is address -> arguments of the stack that the plan was made from, None if it is not at hand.
    `added` is address -> what somebody added to a resource of the state, if AWS was asked for it.
    `users` is address -> what uses a resource that the plan removes, and is not in the state; or a default security
    group that the plan takes over: an empty tuple if nothing uses it.
    """

    account: str
    region: str
    claims: tuple[Claim, ...] = ()
    imports: Mapping[str, str] | None = None
    protected_before: frozenset[str] = frozenset()
    protected_now: frozenset[str] | None = None
    openings: Openings = Openings()
    code: Mapping[str, Mapping[str, Any]] | None = None
    users: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

"""Finds what a policy newly denies. A Deny takes a permission away, whatever else permits it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guard.policies.iam_policies import Statement, within_any
from guard.policies.wildcards import covers

_PLAIN_HTTP = {("Bool", "aws:securetransport"): frozenset({"false"})}


def new_denials(live: tuple[Statement, ...], planned: tuple[Statement, ...]) -> Iterator[Statement]:
    """Yields each Deny of `planned` that no Deny of `live` covers. One of requests without TLS is left out."""
    for statement in planned:
        if statement.effect == "Deny" and statement.conditions != _PLAIN_HTTP and not _is_known(statement, live):
            yield statement


def is_for_everybody(denial: Statement) -> bool:
    """Returns True if a Deny of a resource's policy holds for each caller, without a condition."""
    everybody = ("AWS", "*") in denial.principals or bool(denial.except_)
    return everybody and not denial.conditions


def takes_away(denial: Statement, live: tuple[Statement, ...]) -> bool:
    """Returns True if a Deny without a condition covers a part of what `live` allows."""
    allowed = (one for one in live if one.effect == "Allow")
    return not denial.conditions and any(_overlap(denial, one) for one in allowed)


def _is_known(denial: Statement, live: tuple[Statement, ...]) -> bool:
    """Returns True if a Deny of `live` covers this one."""
    return within_any(_as_allow(denial), tuple(_as_allow(one) for one in live if one.effect == "Deny"))


def _as_allow(statement: Statement) -> Statement:
    return replace(statement, effect="Allow")


def _overlap(denial: Statement, allow: Statement) -> bool:
    if denial.except_ or allow.except_:
        return True
    return _meet(denial.actions, allow.actions) and _meet(denial.resources, allow.resources)


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    """Returns True if a pattern of one side covers one of the other side, in either direction."""
    pairs = [(one.lower(), other.lower()) for one in some for other in others]
    return not pairs or any(covers(one, other) or covers(other, one) for one, other in pairs)

"""Tells which resource of the environment another live resource names: by id, ARN, DNS name or URL. Pure.

Discovery gives resources of other services as `words`: the words of all that AWS says of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imports.matching.match_state import MatchState
from imports.matching.name_filter import Near
from imports.model import Found

WORDS = "words"
OF_ANOTHER_SERVICE = "a resource of another service, which no part of the environment's code describes"
_NAMES = ("arn", "dns_name", "fqdn", "url")
# A name that others may have too is no id: only what AWS makes unique counts.
_UNIQUE = ("vpc-", "subnet-", "sg-", "eni-", "rtb-", "https://", "arn:")
_UNIQUE_NAMES = ("aws_s3_bucket", "aws_route53_zone", "aws_db_instance", "aws_cloudwatch_log_group")
NamesOfOurs = Mapping[str, Mapping[str, Found]]


def names_of_ours(match_state: MatchState) -> NamesOfOurs:
    """Returns each name that AWS makes unique -> the addresses of ours that have it -> the resource at the address."""
    names: dict[str, dict[str, Found]] = {}
    for address, ours in match_state.matched.items():
        for word in _handles(ours):
            names.setdefault(word, {})[address] = ours
    return names


def leans_on(live: Found, ours: NamesOfOurs) -> str | None:
    """Returns `uses ADDRESS` for a resource that names one of ours; the VPC only if it names nothing else.

    `ours` is what `names_of_ours` returns.
    """
    named = {
        address
        for word in live.facts.get(WORDS, frozenset()) & ours.keys()
        for address, one in ours[word].items()
        if one.key != live.key
    }
    return f"uses {min(named, key=_rank)}" if named else None


def names_the_environment(live: Found, *, near: Near) -> str | None:
    """Returns `names WORD` for a resource of which AWS says a word with the environment's name in it."""
    named = sorted(word for word in live.facts.get(WORDS, ()) if near(word))
    return f"names {min(named, key=len)}" if named else None


def is_of_another_service(facts: Mapping[str, Any]) -> bool:
    """Returns True if discovery knows a resource by its words alone: no settings section describes its kind."""
    return set(facts) == {WORDS}


def _rank(address: str) -> tuple[int, str]:
    placed = ("aws_vpc.", "aws_subnet.", "aws_security_group.")
    return next((number for number, start in enumerate(reversed(placed), 1) if address.startswith(start)), 0), address


def _handles(ours: Found) -> set[str]:
    told = {ours.id, *(ours.facts.get(name) for name in _NAMES)}
    is_unique = ours.type in _UNIQUE_NAMES
    # A default route table is imported by the id of its VPC.
    texts = {each for each in told if isinstance(each, str) and (ours.type == "aws_vpc" or not each.startswith("vpc-"))}
    hosts = {ours.facts.get(name) for name in ("dns_name", "fqdn")}
    return {each for each in texts if is_unique or each.startswith(_UNIQUE) or each in hosts}

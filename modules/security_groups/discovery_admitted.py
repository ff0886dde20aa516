"""Finds a security group that nothing uses through the rules of other groups that admit it.

The code says which groups of ours name a group as their peer. The live group that the same rules name is ours, although
its service is gone and its name is another one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from imports.matching.match_rules import Hits, held
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from modules.security_groups.discovery import traffic
from terraform.expressions import Unresolved, references

RULES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
PEER = "referenced_security_group_id"
# What may use a group: type, and the fact that lists its groups.
USES = (
    ("aws_lb", "security_groups"),
    ("aws_ecs_service", "network_configuration.security_groups"),
    ("aws_db_instance", "vpc_security_group_ids"),
    ("aws_vpc_endpoint", "security_group_ids"),
)
_OTHER_USES = (("aws_instance", "vpc_security_group_ids"),)
# Type of a rule, the rule, and the address of the group that has it.
Way = tuple[str, Declared, str]
_ENOUGH = 2  # one rule alone may admit anything, such as a bastion


def admitted(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the groups that the rules of at least two matched groups admit as the code says, and that nothing uses.

    A group that is admitted as the code says of another address, and in more places, is that address's. Raises
    Unresolved while fewer are matched.
    """
    ways = list(_ways_in(declared, match_state))
    known = [way for way in ways if way[2] in match_state.matched]
    if len({holder for *_, holder in known}) < _ENOUGH <= len({holder for *_, holder in ways}):
        raise Unresolved(next(holder for *_, holder in ways if holder not in match_state.matched))
    agreed = _agreed(known, match_state)
    for other in match_state.declared.values():
        if agreed and other.type == declared.type and other.address not in match_state.matched:
            theirs = [way for way in _ways_in(other, match_state) if way[2] in match_state.matched]
            if set(map(_place, known)) < set(map(_place, theirs)):
                agreed -= _agreed(theirs, match_state)
    names = ", ".join(sorted({holder for *_, holder in known}))
    return Hits(
        by=f"admitted by {names or 'no group'}", found=match_state.called(declared.type, agreed - _in_use(match_state))
    )


def _agreed(ways: Sequence[Way], match_state: MatchState) -> frozenset[str]:
    """Returns the groups that all these ways admit; none where fewer than two groups of ours have one."""
    if len({holder for *_, holder in ways}) < _ENOUGH:
        return frozenset()
    return frozenset.intersection(
        *(_peers(type_, rule, match_state.matched[holder], match_state) for type_, rule, holder in ways)
    )


def _place(way: Way) -> tuple[str, str]:
    type_, _, holder = way
    return type_, holder


def used_by_ours(found: Found, match_state: MatchState) -> str | None:
    """Returns why the default group of a VPC is a stray: a resource of ours is in it. None for any other."""
    users = [
        declared.address
        for type_, path in USES
        for declared, live in match_state.of_type(type_)
        if found.id in held(live, path)
    ]
    return f"the default group of the vpc, used by {', '.join(sorted(users))}" if users else None


def _ways_in(declared: Declared, match_state: MatchState) -> Iterator[Way]:
    """Yields type, rule and the address of its group, for each declared rule that names this group as its peer."""
    for type_ in RULES:
        for rule in match_state.users(declared.address, type_=type_, path=PEER):
            for holder in references(rule.arguments.get("security_group_id")):
                yield type_, rule, holder


def _peers(type_: str, rule: Declared, holder: Found, match_state: MatchState) -> frozenset[str]:
    """Returns the groups that live rules of the holder name as their peer, for the traffic of the declared rule."""
    index = match_state.keyed(type_, "group and traffic", _group_and_traffic)
    alike = index.get((holder.id, traffic(rule.arguments.get)), ())
    return frozenset(one.facts[PEER] for one in alike if one.facts[PEER])


def _group_and_traffic(found: Found) -> Hashable | None:
    return found.facts["security_group_id"], traffic(found.facts.get)


def _in_use(match_state: MatchState) -> frozenset[str]:
    return frozenset[str]().union(
        *(held(live, path) for type_, path in (*USES, *_OTHER_USES) for live in match_state.found.get(type_, ()))
    )

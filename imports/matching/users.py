"""The match rule that finds a resource through its users: they hold its id where the code refers to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from imports.matching.match_rules import Hits, Rule, held
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from terraform.expressions import Unresolved

# A type, the argument that refers, and the fact to read where that has another name.
Use = tuple[str, str] | tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class _Users:
    """The declared users of a resource that are matched, and what each holds; `types` are those of all of them."""

    addresses: tuple[str, ...]
    types: frozenset[str]
    holds: tuple[frozenset[str], ...]


def used_by(*uses: Use) -> Rule:
    """Returns a rule: the live users of this resource hold its id where the code refers to it.

    Ids that are matched otherwise do not count. With several users it is the id that all of them hold, or else the one
    that `_of_several` returns. An id that users of another address hold too counts only if there is no other.
    """

    def rule(declared: Declared, match_state: MatchState) -> Hits:
        users = _users(declared.address, uses, match_state)
        others = match_state.words(declared.type)
        holds = [words - others for words in users.holds]
        words = _of_several(holds, alike=len(users.types) == 1)
        elsewhere = _held_elsewhere(users, uses, match_state)
        found = match_state.called(declared.type, words - elsewhere) or match_state.called(declared.type, words)
        names = ", ".join(dict.fromkeys(users.addresses))
        return Hits(by=f"used by {names or 'nothing'}", found=found)

    return rule


def _users(address: str, uses: Sequence[Use], match_state: MatchState) -> _Users:
    """Returns the matched users. Raises Unresolved if the code has users and none of them is matched."""
    users = [
        (user, fact_path[0] if fact_path else path)
        for type_, path, *fact_path in uses
        for user in match_state.users(address, type_=type_, path=path)
    ]
    known = [(user, path) for user, path in users if user.address in match_state.matched]
    if users and not known:
        raise Unresolved(users[0][0].address)
    return _Users(
        addresses=tuple(user.address for user, _ in known),
        types=frozenset(user.type for user, _ in users),
        holds=tuple(held(match_state.matched[user.address], path) for user, path in known),
    )


def _of_several(holds: Sequence[frozenset[str]], *, alike: bool) -> frozenset[str]:
    """Returns what all users hold. Where they share nothing: what most of them hold, or all that any holds.

    Users of one type share a resource of the code. If each has one of its own, none of these is the shared one.
    """
    there = [words for words in holds if words]
    if shared := frozenset.intersection(*there) if there else frozenset():
        return shared
    counts = Counter(word for words in there for word in words)
    return frozenset(word for word, number in counts.items() if number > 1 or not alike)


def _held_elsewhere(users: _Users, uses: Sequence[Use], match_state: MatchState) -> frozenset[str]:
    """Returns what the matched resources hold that the code gives to another address."""
    return frozenset[str]().union(
        *(
            held(live, _fact_path(use))
            for use in uses
            for declared, live in _matched(use[0], match_state)
            if declared.address not in users.addresses
        )
    )


def _fact_path(use: Use) -> str:
    return use[2] if len(use) == 3 else use[1]


def _matched(type_: str, match_state: MatchState) -> list[tuple[Declared, Found]]:
    return list(match_state.of_type(type_))

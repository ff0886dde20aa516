"""The kinds of rule by which a declared resource is told from live ones. The area files list them, strongest first.

A rule gets a declared resource and the MatchState and returns Hits: a label and the live resources that fit. It raises
Unresolved if it refers to a resource that is not matched yet. Rules narrow the candidates; `match` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from imports.matching.match_state import KeyOfFound, MatchState, fact
from imports.model import Declared, Found
from terraform.expressions import Unresolved, canonical, value_at


@dataclass(frozen=True, kw_only=True)
class Hits:
    """The target of a rule, and the fact that names it."""

    by: str
    found: Sequence[Found]


Rule = Callable[[Declared, MatchState], Hits]
Notice = Callable[[Found, MatchState], str | None]
Instead = Callable[[Declared, MatchState], str | None]
_WORDS = {"tags.Name": "name", "cidr_block": "cidr"}


def by(*paths: str, label: str = "") -> Rule:
    """Returns the live resources whose facts equal the declared arguments at these paths; none if one is not set."""
    words = label or " and ".join(_WORDS.get(path, path.removesuffix("_id").replace("_", " ")) for path in paths)

    def key(live: Found) -> Hashable | None:
        values = tuple(canonical(fact(live, path)) for path in paths)
        return None if None in values else values

    def wanted(declared: Declared, match_state: MatchState) -> Hashable | None:
        values = tuple(canonical(match_state.value(declared, path)) for path in paths)
        return None if None in values else values

    return same(words, wanted=wanted, key=key)


def same(label: str, *, wanted: Callable[[Declared, MatchState], Hashable | None], key: KeyOfFound) -> Rule:
    """Returns the live resources whose key equals the one wanted, for rules that plain arguments cannot express."""

    def rule(declared: Declared, match_state: MatchState) -> Hits:
        value = wanted(declared, match_state)
        type_ = declared.type.removeprefix("data.")
        return Hits(by=label, found=() if value is None else match_state.keyed(type_, (label, key), key).get(value, ()))

    return rule


def home_of(*types: str, path: str) -> Rule:
    """Returns the place of the first matched resource of these types, from its live facts."""

    def rule(declared: Declared, match_state: MatchState) -> Hits:
        guests = next((matched for type_ in types if (matched := list(match_state.of_type(type_)))), [])
        expected = [guest.address for guest in match_state.declared.values() if guest.type in types]
        if expected and not guests:
            raise Unresolved(expected[0])
        places = frozenset[str]().union(*(held(live, path) for _, live in guests))
        names = ", ".join(sorted(guest.address for guest, _ in guests))
        return Hits(by=f"home of {names}", found=match_state.called(declared.type, places))

    return rule


def both(first: Rule, second: Rule) -> Rule:
    """Returns the candidates on which two rules agree, in the words of the first rule."""

    def rule(declared: Declared, match_state: MatchState) -> Hits:
        one, other = first(declared, match_state), second(declared, match_state)
        agreed = {live.key for live in other.found}
        return Hits(by=one.by, found=[live for live in one.found if live.key in agreed])

    return rule


def either(first: Rule, second: Rule) -> Rule:
    """Returns the answers of both rules, where neither is stronger: two answers are two candidates."""

    def rule(declared: Declared, match_state: MatchState) -> Hits:
        one, other = first(declared, match_state), second(declared, match_state)
        there = {live.key: live for live in (*one.found, *other.found)}
        return Hits(by=f"{one.by}, or {other.by}", found=[there[key] for key in sorted(there)])

    return rule


def inside(path: str, type_: str, why: str) -> Notice:
    """Notices what stands in a matched resource: its fact at `path` names one of that type."""

    def notice(live: Found, match_state: MatchState) -> str | None:
        return why if held(live, path) & match_state.words(type_) else None

    return notice


def held(live: Found, path: str) -> frozenset[str]:
    """Returns the ids or names that a live resource holds at a path: none, one or several."""
    value = value_at(live.facts, path)
    return frozenset(value) if isinstance(value, list | tuple) else frozenset([value] if isinstance(value, str) else [])

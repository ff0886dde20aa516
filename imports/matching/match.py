"""Matches declared resources to live resources. Pure; the match rules of each type come from `modules/*/resources.py`.

Input: Declared, Found and rules. Output: an Outcome. In each round, the rules of every unmatched address are asked, the
strongest answers that no other address wants are accepted, and the next round can refer to them. The last round accepts
none. The order of the input has no effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from errors import Refused
from imports.matching.candidates import candidates
from imports.matching.match_rules import Hits, Rule
from imports.matching.match_state import MatchState
from imports.matching.name_filter import Near, no_names
from imports.matching.strays import strays
from imports.model import Ambiguous, Declared, Found, Match, Missing, Outcome
from imports.resource_type import UNKNOWN_TYPE, ImportedType, Types
from terraform.expressions import Unresolved

Rules = Mapping[str, Sequence[Rule]]
NONE = "none"  # the choice of a person that a declared resource does not exist
Strength = tuple[bool, int]


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """The answer of one address's rules in this round: the candidates, the labels of the rules, and the strength.

    The first rule is the strongest. An answer that skips a rule which refers to unmatched resources is weaker than any
    that skips none: that rule may apply in a later round.
    """

    declared: Declared
    pool: tuple[Found, ...] = ()
    words: tuple[str, ...] = ()
    strength: Strength = (False, 0)
    waits_for: tuple[str, ...] = ()


def match(
    declared: Sequence[Declared],
    found: Sequence[Found],
    *,
    near: Near = no_names,
    choose: Mapping[str, str] | None = None,
    types: Types,
) -> Outcome:
    """Returns, for each declared resource, its live resource, or that there is none or more than one candidate.

    `near` returns True for a name that belongs to the environment. `choose` (address -> import id, or "none") holds the
    choices of a person, which override every rule. Raises Refused if a choice names no declared or no live resource.
    """
    match_state = MatchState(declared=declared, found=found)
    rules = {name: row.match for name, row in types.items() if row.match}
    matches = dict(_chosen(match_state, choose or {}))
    none = [address for address, id_ in (choose or {}).items() if id_ == NONE]
    while taken := _strongest([answer for answer in _answers(match_state, rules, none) if len(answer.pool) == 1]):
        for answer in taken:
            address, live = answer.declared.address, answer.pool[0]
            match_state.take(address, live)
            matches[address] = Match(address=address, type=live.type, id=live.id, rule=", then ".join(answer.words))
    resources = [
        answer for answer in _answers(match_state, rules, none) if not answer.declared.type.startswith("data.")
    ]
    return Outcome(
        matched=tuple(matches[address] for address in sorted(matches) if not address.startswith("data.")),
        missing=tuple(_missing(answer, match_state, types, none) for answer in resources if not answer.pool),
        ambiguous=tuple(_ambiguous(answer, resources) for answer in resources if answer.pool),
        strays=strays(match_state, near=near, types=types),
    )


def _answers(match_state: MatchState, rules: Rules, none: Collection[str]) -> list[_Answer]:
    """Returns an answer for each unmatched address; that of an address in `none` is empty."""
    open_ = (one for one in match_state.declared.values() if one.address not in match_state.matched)
    return [
        _Answer(declared=one)
        if one.address in none
        else _ask(one, match_state, rules.get(one.type.removeprefix("data."), ()))
        for one in open_
    ]


def _ask(declared: Declared, match_state: MatchState, rules: Sequence[Rule]) -> _Answer:
    """Asks one rule after another until one unmatched live resource is left. Each rule narrows the candidates."""
    answer = _Answer(declared=declared)
    for rank, rule in enumerate(rules):
        try:
            hits = rule(declared, match_state)
        except Unresolved as reason:
            answer = _Answer(
                declared=declared, pool=answer.pool, words=answer.words, waits_for=(*answer.waits_for, reason.waits_for)
            )
            continue
        if pool := _free(hits, match_state, answer.pool):
            answer = _Answer(
                declared=declared,
                pool=pool,
                words=(*answer.words, hits.by),
                strength=(bool(answer.waits_for), rank),
                waits_for=answer.waits_for,
            )
        if len(answer.pool) == 1:
            break
    return answer


def _free(hits: Hits, match_state: MatchState, pool: tuple[Found, ...]) -> tuple[Found, ...]:
    kept = {live.key for live in pool}
    return tuple(live for live in hits.found if not match_state.taken_by(live) and (not pool or live.key in kept))


def _strongest(answers: Sequence[_Answer]) -> list[_Answer]:
    """Returns the strongest answers of this round, without those in which two addresses want one live resource."""
    best: dict[tuple[str, str], Strength] = {}
    for answer in answers:
        key = answer.pool[0].key
        best[key] = min(best.get(key, answer.strength), answer.strength)
    wanted = Counter(answer.pool[0].key for answer in answers if answer.strength == best[answer.pool[0].key])
    alone = [answer for answer in answers if wanted[answer.pool[0].key] == 1]
    limit = min((answer.strength for answer in alone), default=None)
    return [answer for answer in alone if answer.strength == limit]


def _chosen(match_state: MatchState, choose: Mapping[str, str]) -> Iterator[tuple[str, Match]]:
    for address, id_ in sorted(choose.items()):
        declared = match_state.declared.get(address)
        if declared is None:
            raise Refused(
                f"import.choose names {address}, which the code does not declare", cure="edit [import.choose]"
            )
        if id_ == NONE:
            continue
        live = next((one for one in match_state.found.get(declared.type, []) if one.id == id_), None)
        if live is None or match_state.taken_by(live):
            why = "does not exist" if live is None else f"is also chosen for {match_state.taken_by(live)}"
            raise Refused(f"import.choose gives {address} = {id_}, which {why}", cure="edit [import.choose]")
        match_state.take(address, live)
        yield address, Match(address=address, type=live.type, id=live.id, rule="chosen in the settings")


def _missing(answer: _Answer, match_state: MatchState, types: Types, none: Collection[str]) -> Missing:
    declared = answer.declared
    row = types.get(declared.type, UNKNOWN_TYPE)
    if declared.address in none:
        why = "the settings choose none"
    elif not row.match:
        why = "there is no match rule for this type"
    elif instead := _instead(declared, match_state, row):
        why = instead
    elif answer.waits_for:
        why = f"refers to {', '.join(dict.fromkeys(answer.waits_for))}, which is not matched"
    else:
        why = f"no live resource matches by {'; '.join(_labels(declared, match_state, row.match))}"
    return Missing(address=declared.address, type=declared.type, why=why)


def _instead(declared: Declared, match_state: MatchState, row: ImportedType) -> str | None:
    """Returns what is there in the place of the declared resource; None if nothing is, or if it cannot be told."""
    try:
        return row.instead(declared, match_state) if row.instead else None
    except Unresolved:
        return None


def _labels(declared: Declared, match_state: MatchState, rules: Sequence[Rule]) -> Iterator[str]:
    for rule in rules:
        hits = rule(declared, match_state)
        taken = [f"{live.name} is {match_state.taken_by(live)}" for live in hits.found if match_state.taken_by(live)]
        yield f"{hits.by} ({', '.join(taken)})" if taken else hits.by


def _ambiguous(answer: _Answer, all_: Sequence[_Answer]) -> Ambiguous:
    declared = answer.declared
    rivals = [one.declared.address for one in all_ if one is not answer and set(_keys(one)) & set(_keys(answer))]
    why = f"by {', then '.join(answer.words)}"
    if rivals:
        why += f"; also a candidate for {', '.join(rivals)}"
    return Ambiguous(address=declared.address, type=declared.type, candidates=candidates(answer.pool), why=why)


def _keys(answer: _Answer) -> list[tuple[str, str]]:
    return [live.key for live in answer.pool]

"""Matching: which live resource each declared one is. Pure; the rules of each type stand in the area files.

In: Declared, Found, rules. Out: an Outcome. A round: every open address asks its rules, the strongest answers nobody
contests are taken, and the next round may lean on them, until nothing moves. The order of the input never counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from errors import Refused
from imports.candidates import candidates
from imports.match_rules import Hits, Rule
from imports.match_state import Bench
from imports.model import Ambiguous, Declared, Found, Match, Missing, Outcome
from imports.name_filter import Near, nowhere
from imports.resource_type import Types
from imports.strays import strays
from terraform.expressions import NotYet

Rules = Mapping[str, Sequence[Rule]]
Strength = tuple[bool, int]


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """What the rules of one address say now: the pool they narrow to, in whose words, and how strong that is.

    A weaker answer counts less; one that passes over a rule that is not ready yet counts less still, for that rule
    may become ready once others are matched.
    """

    declared: Declared
    pool: tuple[Found, ...] = ()
    words: tuple[str, ...] = ()
    strength: Strength = (False, 0)
    leans_on: tuple[str, ...] = ()


def match(
    declared: Sequence[Declared],
    found: Sequence[Found],
    *,
    near: Near = nowhere,
    choose: Mapping[str, str] | None = None,
    types: Types,
) -> Outcome:
    """Say of every declared resource which live one it is, that none is, or that several may be.

    `near` tells by its name what belongs to the environment's surroundings; `choose` (address to import id) is a
    person's answer to an ambiguity and outweighs every rule. Raises Refused where a choice names nothing that is there.
    """
    bench = Bench(declared=declared, found=found)
    rules = {name: row.match for name, row in types.items() if row.match}
    matches = dict(_chosen(bench, choose or {}))
    while taken := _strongest([answer for answer in _answers(bench, rules) if len(answer.pool) == 1]):
        for answer in taken:
            address, live = answer.declared.address, answer.pool[0]
            bench.take(address, live)
            matches[address] = Match(address=address, type=live.type, id=live.id, rule=", then ".join(answer.words))
    resources = [answer for answer in _answers(bench, rules) if not answer.declared.type.startswith("data.")]
    return Outcome(
        matched=tuple(matches[address] for address in sorted(matches) if not address.startswith("data.")),
        missing=tuple(_missing(answer, bench, rules) for answer in resources if not answer.pool),
        ambiguous=tuple(_ambiguous(answer, resources) for answer in resources if answer.pool),
        strays=strays(bench, near=near, types=types),
    )


def _answers(bench: Bench, rules: Rules) -> list[_Answer]:
    open_ = (one for one in bench.declared.values() if one.address not in bench.matched)
    return [_ask(one, bench, rules.get(one.type.removeprefix("data."), ())) for one in open_]


def _ask(declared: Declared, bench: Bench, rules: Sequence[Rule]) -> _Answer:
    """Ask one rule after another until a single free resource remains; each may only narrow what the earlier left."""
    answer = _Answer(declared=declared)
    for rank, rule in enumerate(rules):
        try:
            hits = rule(declared, bench)
        except NotYet as reason:
            answer = _Answer(
                declared=declared, pool=answer.pool, words=answer.words, leans_on=(*answer.leans_on, reason.leans_on)
            )
            continue
        if pool := _free(hits, bench, answer.pool):
            answer = _Answer(
                declared=declared,
                pool=pool,
                words=(*answer.words, hits.by),
                strength=(bool(answer.leans_on), rank),
                leans_on=answer.leans_on,
            )
        if len(answer.pool) == 1:
            break
    return answer


def _free(hits: Hits, bench: Bench, pool: tuple[Found, ...]) -> tuple[Found, ...]:
    kept = {live.key for live in pool}
    return tuple(live for live in hits.found if not bench.taken_by(live) and (not pool or live.key in kept))


def _strongest(answers: Sequence[_Answer]) -> list[_Answer]:
    """The strongest answers of this round, without those in which two addresses want the same live resource."""
    best: dict[tuple[str, str], Strength] = {}
    for answer in answers:
        key = answer.pool[0].key
        best[key] = min(best.get(key, answer.strength), answer.strength)
    wanted = Counter(answer.pool[0].key for answer in answers if answer.strength == best[answer.pool[0].key])
    alone = [answer for answer in answers if wanted[answer.pool[0].key] == 1]
    limit = min((answer.strength for answer in alone), default=None)
    return [answer for answer in alone if answer.strength == limit]


def _chosen(bench: Bench, choose: Mapping[str, str]) -> Iterator[tuple[str, Match]]:
    for address, id_ in sorted(choose.items()):
        declared = bench.declared.get(address)
        if declared is None:
            raise Refused(
                f"import.choose names {address}, which the code does not declare", cure="edit [import.choose]"
            )
        live = next((one for one in bench.found.get(declared.type, []) if one.id == id_), None)
        if live is None or bench.taken_by(live):
            why = "is not there" if live is None else f"is chosen for {bench.taken_by(live)}, too"
            raise Refused(f"import.choose gives {address} = {id_}, which {why}", cure="edit [import.choose]")
        bench.take(address, live)
        yield address, Match(address=address, type=live.type, id=live.id, rule="chosen in the settings")


def _missing(answer: _Answer, bench: Bench, rules: Rules) -> Missing:
    declared = answer.declared
    if declared.type not in rules:
        why = "no rule knows this type"
    elif answer.leans_on:
        why = f"leans on {', '.join(dict.fromkeys(answer.leans_on))}, which is not matched"
    else:
        why = f"none by {'; '.join(_labels(declared, bench, rules[declared.type]))}"
    return Missing(address=declared.address, type=declared.type, why=why)


def _labels(declared: Declared, bench: Bench, rules: Sequence[Rule]) -> Iterator[str]:
    for rule in rules:
        hits = rule(declared, bench)
        taken = [f"{live.name} is {bench.taken_by(live)}" for live in hits.found if bench.taken_by(live)]
        yield f"{hits.by} ({', '.join(taken)})" if taken else hits.by


def _ambiguous(answer: _Answer, all_: Sequence[_Answer]) -> Ambiguous:
    declared = answer.declared
    rivals = [one.declared.address for one in all_ if one is not answer and set(_keys(one)) & set(_keys(answer))]
    why = f"by {', then '.join(answer.words)}"
    if rivals:
        why += f"; wanted by {', '.join(rivals)} too"
    return Ambiguous(address=declared.address, type=declared.type, candidates=candidates(answer.pool), why=why)


def _keys(answer: _Answer) -> list[tuple[str, str]]:
    return [live.key for live in answer.pool]

"""Selects the strays that can be written as code, with their addresses, and the others with the reason. Pure.

In: strays and what was found. Out: Adoptable and LeftOut. What is part of a stray, such as the rules of a group, goes
with it: Terraform would otherwise adopt a shell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from imports.matching.leaning import OF_ANOTHER_SERVICE, is_of_another_service
from imports.matching.match_state import MatchState
from imports.matching.name_filter import no_names
from imports.matching.strays import strays as noticed
from imports.model import Declared, Found, Stray
from imports.normalise import last
from imports.resource_type import UNKNOWN_TYPE, Types
from terraform.plan.differences import Difference

PART = "part of a stray"
_Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Adoptable:
    """A stray, and the address it is written under."""

    address: str
    stray: Stray


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A stray that is not written, why, and where it comes to that, what would differ."""

    stray: Stray
    reason: str
    differing: tuple[Difference, ...] = ()


def sort(
    strays: Sequence[Stray], found: Sequence[Found], *, taken: Collection[_Key], types: Types
) -> tuple[tuple[Adoptable, ...], tuple[LeftOut, ...]]:
    """Splits strays into those that can be code and those that cannot; `taken`: type and id of declared resources."""
    facts = {live.key: live.facts for live in found}
    whole = _with_parts(strays, found, taken=taken, types=types)
    forbidding = {key: types.get(key[0], UNKNOWN_TYPE).not_written for key in whole}
    reasons = {key: reason for key, check in forbidding.items() if check and (reason := check(facts[key]))}
    reasons |= {key: OF_ANOTHER_SERVICE for key in whole if is_of_another_service(facts[key])}
    addresses = _addresses([stray for key, stray in whole.items() if key not in reasons])
    return (
        tuple(Adoptable(address=address, stray=addresses[address]) for address in sorted(addresses)),
        tuple(LeftOut(stray=whole[key], reason=reason) for key, reason in sorted(reasons.items())),
    )


def _with_parts(
    strays: Iterable[Stray], found: Sequence[Found], *, taken: Collection[_Key], types: Types
) -> dict[_Key, Stray]:
    """Returns type and id of all strays, of the resources in them, of the resources in those, and so on."""
    live = {one.key: one for one in found if not is_of_another_service(one.facts)}
    whole = {(stray.type, stray.id): stray for stray in strays}
    while more := [part for part in _standing_in(whole, live, types) if (part.type, part.id) not in {*whole, *taken}]:
        whole |= {(one.type, one.id): Stray(type=one.type, id=one.id, name=one.name, why=PART) for one in more}
    return whole


def _standing_in(whole: Iterable[_Key], live: dict[_Key, Found], types: Types) -> tuple[Stray, ...]:
    """Returns the resources in the strays, as if the strays were the environment."""
    owners = {f"{key[0]}.{number}": live[key] for number, key in enumerate(whole) if key in live}
    declared = [Declared(address=address, type=owner.type, arguments={}) for address, owner in owners.items()]
    match_state = MatchState(declared=declared, found=list(live.values()))
    for address, owner in owners.items():
        match_state.take(address, owner)
    return noticed(match_state, near=no_names, types=types)


def _addresses(strays: Sequence[Stray]) -> dict[str, Stray]:
    """Returns an address for each stray, made of its name; two of one name get the end of their id, too."""
    named = {(stray.type, stray.id): f"{stray.type}.{_identifier(stray.name or stray.id)}" for stray in strays}
    alike = Counter(named.values())
    addresses = dict[str, Stray]()
    for stray in strays:
        address = named[stray.type, stray.id]
        addresses[address if alike[address] == 1 else f"{address}_{_identifier(last(stray.id))}"] = stray
    return addresses


def _identifier(name: str) -> str:
    """Returns a name as an identifier: `_dmarc.counterpromo.com TXT` becomes `dmarc_counterpromo_com_txt`."""
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return words if words[:1].isalpha() else f"_{words}"

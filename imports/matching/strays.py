"""Lists strays: live resources that belong to the environment and that no address of the code declares."""

from __future__ import annotations

from imports.matching.leaning import NamesOfOurs, leans_on, names_of_ours, names_the_environment
from imports.matching.match_state import MatchState
from imports.matching.name_filter import Near
from imports.model import Found, Stray
from imports.resource_type import UNKNOWN_TYPE, Types


def strays(match_state: MatchState, *, near: Near, types: Types) -> tuple[Stray, ...]:
    """Returns each unmatched live resource that is in or names a matched one, or has the environment's name."""
    found = [
        live for _, some in sorted(match_state.found.items()) for live in some if match_state.taken_by(live) is None
    ]
    ours = names_of_ours(match_state)
    reasons = [(live, _reason(live, match_state, ours, near=near, types=types)) for live in found]
    return tuple(Stray(type=live.type, id=live.id, name=live.name, why=why) for live, why in reasons if why)


def _reason(live: Found, match_state: MatchState, ours: NamesOfOurs, *, near: Near, types: Types) -> str | None:
    row = types.get(live.type, UNKNOWN_TYPE)
    if row.in_a_gap and row.in_a_gap(live, match_state):
        return None
    if row.stray and (why := row.stray(live, match_state)):
        return why
    if why := leans_on(live, ours):
        return why
    if row.stray_by_name and near(live.name):
        return "its name is of this environment"
    return names_the_environment(live, near=near)

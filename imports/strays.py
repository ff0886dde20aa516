"""Lists strays: live resources that belong to the environment and that no address of the code declares."""

from __future__ import annotations

from imports.match_state import Bench
from imports.model import Found, Stray
from imports.name_filter import Near
from imports.resource_type import UNKNOWN_TYPE, Types


def strays(bench: Bench, *, near: Near, types: Types) -> tuple[Stray, ...]:
    """Returns each unmatched live resource that is in a matched one, or has the environment's name."""
    found = [live for _, some in sorted(bench.found.items()) for live in some if bench.taken_by(live) is None]
    reasons = [(live, _reason(live, bench, near, types)) for live in found]
    return tuple(Stray(type=live.type, id=live.id, name=live.name, why=why) for live, why in reasons if why)


def _reason(live: Found, bench: Bench, near: Near, types: Types) -> str | None:
    row = types.get(live.type, UNKNOWN_TYPE)
    if row.stray and (why := row.stray(live, bench)):
        return why
    return "its name is of this environment" if row.stray_by_name and near(live.name) else None

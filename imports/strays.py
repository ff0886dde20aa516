"""Strays: live resources in or around the environment that no address answers to. Noticed and listed, never touched."""

from __future__ import annotations

from collections.abc import Mapping

from imports.match_rules import Notice
from imports.match_state import Bench
from imports.model import Found, Stray
from imports.name_filter import Near

# Called alike in every VPC and on every bucket: ours by where it stands, never by its name.
_BY_PLACE = (
    "aws_default_route_table",
    "aws_internet_gateway",
    "aws_route_table",
    "aws_s3_bucket_",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc_",
)


def strays(bench: Bench, *, near: Near, notices: Mapping[str, Notice]) -> tuple[Stray, ...]:
    """Every free live resource that stands in a matched one, or whose name is of the surroundings, with that reason."""
    noticed = []
    for type_, found in sorted(bench.found.items()):
        for live in found:
            if bench.taken_by(live) is None and (why := _why(live, bench, notices.get(type_), near)):
                noticed.append(Stray(type=type_, id=live.id, name=live.name, why=why))
    return tuple(noticed)


def _why(live: Found, bench: Bench, notice: Notice | None, near: Near) -> str | None:
    if notice and (why := notice(live, bench)):
        return why
    return "its name is of this environment" if near(live.name) and not live.type.startswith(_BY_PLACE) else None

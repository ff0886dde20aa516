"""The resources of a region that belong to one environment: those that its code matches, and its strays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from imports.model import Found
from modules.environment_facts.things import Thing, Things

# Read by cluster or by what runs, so all of them belong to the environment. Discovery knows them by other ids.
_READ_WHOLE = frozenset({"aws_ecs_service", "aws_ecs_task_definition"})


def of_environment(things: Things, found: Sequence[Found], *, ours: Collection[tuple[str, str]]) -> Things:
    """Returns the resources that are ours, with those added that only discovery read. `ours` holds type and import id.

    The others are read because a service may use them: secrets of the region, repositories of images.
    """
    kept = [one for one in things.listed if one.type in _READ_WHOLE or (one.type, one.address) in ours]
    listed = {(one.type, one.address) for one in kept}
    added = [
        Thing(address=live.id, type=live.type, values={"id": live.id, **live.facts})
        for live in found
        if live.key in ours and live.key not in listed and live.type not in _READ_WHOLE
    ]
    return replace(things, listed=(*kept, *added))

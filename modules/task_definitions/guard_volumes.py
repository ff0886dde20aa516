"""Guards the volumes of a task definition, and where its containers mount them.

A volume of Fargate without a source is empty when a task starts and is gone with the task: a new one is harmless. A
volume from the host, from EFS, FSx or Docker brings files that no plan shows.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guard.verdict import Finding, finding_on
from terraform.plan.change import Change
from terraform.plan.values import blocks, empty, marked_anywhere, same

_RULE = "container-privileged"
_COMPUTED = "configure_at_launch"  # the provider fills it in
_Block = Mapping[str, Any]


def volumes(change: Change) -> Iterator[Finding]:
    """Yields a finding for each volume that goes or changes, and for each new one with a source."""
    sides = change.at("volume")
    marks = change.unknown.get("volume") if isinstance(change.unknown, Mapping) else None
    if marks is True or any(marked_anywhere(_without_computed(each)) for each in blocks(marks or [])):
        yield finding_on(_RULE, change, "volume: known after apply")
        return
    live, planned = (_by_name(blocks(side or [])) for side in (sides.before, sides.after))
    for name, volume in sorted((live | planned).items()):
        if name not in planned or (name in live and not same(volume, live[name])):
            yield finding_on(_RULE, change, f"volume {name}")
        elif name not in live and _source(volume):
            yield finding_on(_RULE, change, f"volume {name}: {_source(volume)}")


def empty_volumes(change: Change) -> frozenset[str]:
    """Returns the names of the planned volumes without a source."""
    planned = _by_name(blocks(change.at("volume").after or []))
    return frozenset(name for name, volume in planned.items() if not _source(volume))


def mounts(change: Change, name: str, live: _Block, planned: _Block) -> Iterator[Finding]:
    """Yields a finding if a running container loses or changes a mount, or mounts a volume with a source."""
    before, after = (blocks(each.get("mountPoints") or []) for each in (live, planned))
    new = [each for each in after if not any(same(each, one) for one in before)]
    gone = [each for each in before if not any(same(each, one) for one in after)]
    unproven = [each for each in new if each.get("sourceVolume") not in empty_volumes(change)]
    if gone or unproven:
        yield finding_on(_RULE, change, f"{name}: mountPoints")


def _by_name(listed: list[_Block]) -> dict[str, _Block]:
    return {str(each.get("name")): _without_computed(each) for each in listed}


def _without_computed(volume: _Block) -> _Block:
    return {key: value for key, value in volume.items() if key != _COMPUTED}


def _source(volume: _Block) -> str:
    """Returns the first argument that gives a volume its files; empty if there is none."""
    return next((key for key in sorted(volume) if key != "name" and not empty(volume[key])), "")

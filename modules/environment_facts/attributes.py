"""Resources with all their attributes, every reference followed, for engines that know nothing of `Things`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modules.environment_facts.things import Thing, Things

# The attribute that holds the name by which AWS knows a resource, where it is not `name`.
_NAMED_BY = {
    "aws_cloudwatch_metric_alarm": "alarm_name",
    "aws_db_instance": "identifier",
    "aws_ecs_task_definition": "family",
    "aws_s3_bucket": "bucket",
}
# Attributes that only AWS knows before an apply: a text stands for them.
_IDENTITY = ("id", "arn", "url", "zone_id")


class Attributes(Mapping[str, Any]):
    """The attributes of one resource that are known. Each is worked out when it is asked for."""

    def __init__(self, things: Things, thing: Thing) -> None:
        self._things, self._thing = things, thing
        self._names = dict.fromkeys([*things.code.get(thing.address, {}), *thing.values, *_IDENTITY])
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._known:
            read = self._things.text if name in _IDENTITY else self._things.get
            self._known[name] = read(self._thing, name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def attributes(things: Things) -> Iterator[tuple[Thing, str, Attributes]]:
    """Yields each resource, its name in AWS and its attributes."""
    for thing in things.listed:
        values = Attributes(things, thing)
        named_by = _NAMED_BY.get(thing.type)
        yield thing, str(values.get(named_by) if named_by else things.name(thing)), values

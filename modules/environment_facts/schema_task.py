"""The schema task of the model: a service that no ECS service runs, in the place of the service that it shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from modules.environment_facts.services import service_of
from modules.environment_facts.things import Things
from modules.settings import Settings
from reach.model.services import Service


def schema_tasks(things: Things, settings: Settings | None, services: Sequence[Service]) -> Iterator[Service]:
    """Yields the task of each job that has a task definition, in the subnets and groups of its service."""
    task = settings.schema_task if settings else None
    place = next((one for one in services if task and one.key == task.service), None)
    if task is None or place is None:
        return
    definitions = {str(things.get(one, "family", "")): one for one in things.of("aws_ecs_task_definition")}
    for key, family in (("read", task.read_family), ("apply", task.apply_family)):
        if definition := definitions.get(family):
            made = replace(place, key=f"schema_task.{key}", name=family, balanced=())
            yield service_of(things, definition, made)

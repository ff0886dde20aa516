"""Uses of Fargate: CPU, memory and storage of every task, and what the tasks log.

https://aws.amazon.com/fargate/pricing/
"""

from __future__ import annotations

from collections.abc import Iterator

from cost.prices import HOURS
from cost.usage import Range, Usage
from modules.environment_facts.things import Thing, Things, number
from terraform.plan.values import block

PART, LOGS = "Fargate tasks", "Logs"
_INCLUDED_STORAGE_GIB = 20
_SCALED = "from the lowest to the highest number of tasks that scaling allows"


def uses(things: Things) -> Iterator[Usage]:
    """Yields the uses of every service. A scaled service runs from its lowest to its highest number of tasks."""
    definitions = {str(things.get(one, "family", "")): one for one in things.of("aws_ecs_task_definition")}
    for service in things.of("aws_ecs_service"):
        family = str(things.get(service, "task_definition", "")).rpartition("/")[2].partition(":")[0]
        if definition := definitions.get(family):
            yield from _tasks(things, definition, name=things.text(service, "name"), count=count(things, service))


def _tasks(things: Things, definition: Thing, *, name: str, count: Range) -> Iterator[Usage]:
    architecture = block(things.get(definition, "runtime_platform", [])).get("cpu_architecture")
    kind = "fargate_arm" if architecture == "ARM64" else "fargate"
    storage = number(block(things.get(definition, "ephemeral_storage", [])).get("size_in_gib"))
    amounts = {
        f"{kind}_vcpu": number(things.get(definition, "cpu", 0)) / 1024,
        f"{kind}_gib": number(things.get(definition, "memory", 0)) / 1024,
        "fargate_storage": max(0, storage - _INCLUDED_STORAGE_GIB),
    }
    for price, amount in amounts.items():
        if amount:
            yield Usage(part=PART, name=name, price=price, amount=count * (amount * HOURS), between=_SCALED)
    if "awslogs" in str(things.get(definition, "container_definitions", "")):
        yield Usage.by_assumption(LOGS, name, "logs")


def count(things: Things, service: Thing) -> Range:
    """Returns the number of tasks: that of the service, or the limits of its scaling."""
    name = things.text(service, "name")
    for target in things.of("aws_appautoscaling_target"):
        if str(things.get(target, "resource_id", "")).rpartition("/")[2] == name:
            low, high = (number(things.get(target, limit, 0)) for limit in ("min_capacity", "max_capacity"))
            return Range(low=low, high=high)
    return Range.of(number(things.get(service, "desired_count", 1)))

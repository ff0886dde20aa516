"""ECS services and task definitions of the model."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from modules.environment_facts.things import Thing, Things, number, texts
from reach.model.services import Balanced, Container, Injected, Service
from terraform.plan.values import block, blocks


def services(things: Things, keys: Mapping[str, str]) -> Iterator[Service]:
    """Yields every service; `keys` is name of a service -> its key in the settings."""
    definitions = {str(things.get(one, "family", "")): one for one in things.of("aws_ecs_task_definition")}
    for service in things.of("aws_ecs_service"):
        name = things.text(service, "name")
        family = str(things.get(service, "task_definition", "")).rpartition("/")[2].partition(":")[0]
        placed = block(things.get(service, "network_configuration", []))
        made = Service(
            key=keys.get(name, name),
            name=name,
            subnets=texts(placed.get("subnets")),
            groups=texts(placed.get("security_groups")),
            public_ip=placed.get("assign_public_ip") is True,
            containers=None,
            balanced=tuple(_balanced(block) for block in blocks(things.get(service, "load_balancer", []))),
        )
        definition = definitions.get(family)
        yield service_of(things, definition, made) if definition else made


def service_of(things: Things, definition: Thing, placed: Service) -> Service:
    """Returns a service with the containers and roles of a task definition."""
    return replace(
        placed,
        containers=_containers(things, definition),
        execution_role=str(things.get(definition, "execution_role_arn", "")),
        task_role=str(things.get(definition, "task_role_arn", "")),
    )


def _balanced(block: Mapping[str, Any]) -> Balanced:
    return Balanced(
        target_group=str(block.get("target_group_arn") or ""),
        container=str(block.get("container_name") or ""),
        port=number(block.get("container_port")),
    )


def _containers(things: Things, definition: Thing) -> tuple[Container, ...] | None:
    """Returns the containers; None if their JSON is not known."""
    try:
        listed = json.loads(str(things.get(definition, "container_definitions", "")))
    except ValueError:
        return None
    return tuple(_container(one) for one in blocks(listed))


def _container(values: Mapping[str, Any]) -> Container:
    logging = block(values.get("logConfiguration"))
    options = block(logging.get("options"))
    to_cloudwatch = logging.get("logDriver") == "awslogs"
    return Container(
        name=str(values.get("name", "")),
        image=str(values.get("image", "")),
        ports=tuple(
            number(one["containerPort"]) for one in blocks(values.get("portMappings")) if one.get("containerPort")
        ),
        log_group=str(options.get("awslogs-group", "")) if to_cloudwatch else None,
        log_streams=_streams(str(options.get("awslogs-stream-prefix", "")), str(values.get("name", ""))),
        creates_log_group=str(options.get("awslogs-create-group", "")).lower() == "true",
        injected=tuple(_injected(one) for one in blocks(values.get("secrets"))),
        environment={str(one.get("name")): str(one.get("value")) for one in blocks(values.get("environment"))},
    )


def _streams(prefix: str, container: str) -> str:
    """Returns `PREFIX/CONTAINER/*`; the id of the task stands at the end.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
    """
    return f"{prefix}/{container}/*" if prefix else "*"


def _injected(values: Mapping[str, Any]) -> Injected:
    """Returns an injected variable. After the ARN of a secret come key, stage and version."""
    source, variable = str(values.get("valueFrom", "")), str(values.get("name", ""))
    parts = source.split(":")
    if len(parts) > 7 and parts[2] == "secretsmanager":
        return Injected(variable=variable, source=":".join(parts[:7]), json_key=parts[7])
    return Injected(variable=variable, source=source)

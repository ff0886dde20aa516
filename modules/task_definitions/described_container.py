"""The one container and the one port of a task definition that the settings of a service describe.

A definition may hold others, a log router or a port for metrics, in any order. The load balancer names the container
and the port that serve; without a load balancer only a definition with one container says which it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from imports.capture import NO_WORDS

# The members of a container that settings describe, whatever runs beside it.
_DESCRIBED = ("name", "image", "environment", "secrets")


def narrowed(definition: Mapping[str, Any], services: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Returns the live values of a definition with its described container alone, as a list of one.

    `services` are the live values of the ECS services. Several containers of which none is known to serve stay a list
    of several, from which nothing is captured.
    """
    containers: Sequence[Mapping[str, Any]] = json.loads(definition.get("container_definitions") or "[]")
    serving = _serving(definition, services)
    alone = len(containers) == 1
    chosen = containers if alone else [one for one in containers if one.get("name") == serving.get("container_name")]
    if len(chosen) != 1:
        return {**definition, "container_definitions": containers}
    container = chosen[0] if alone else {key: value for key, value in chosen[0].items() if key in _DESCRIBED}
    ports = chosen[0].get("portMappings") or []
    if len(ports) > 1 and serving.get("container_name") == container.get("name"):
        ports = [port for port in ports if port.get("containerPort") == serving.get("container_port")]
    log_driver = (chosen[0].get("logConfiguration") or {}).get("logDriver", "awslogs")
    logs = {} if alone and log_driver == "awslogs" else {"logConfiguration": NO_WORDS}
    more = {} if alone else {"more": NO_WORDS}
    return {**definition, "container_definitions": [{**container, "portMappings": ports, **logs, **more}]}


def _serving(definition: Mapping[str, Any], services: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Returns container and port behind the load balancer, where the services of the definition have just one."""
    names = {definition.get("arn"), f"{definition.get('family')}:{definition.get('revision')}"}
    targets = [
        target
        for service in services
        if service.get("task_definition") in names
        for target in service.get("load_balancer") or ()
    ]
    return targets[0] if len({(one["container_name"], one["container_port"]) for one in targets}) == 1 else {}

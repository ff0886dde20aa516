"""ECS services of the environment's cluster, the task definitions that they run, and the log groups of these."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from modules.environment_facts.things import Thing
from modules.services.discovery import likely_services
from modules.settings import Settings
from modules.task_definitions.discovery import latest

Item = Mapping[str, Any]


def read(aws: Aws, settings: Settings) -> list[Thing]:
    """Returns services, task definitions and log groups."""
    services = [one for one in likely_services(aws, settings) if one.get("taskDefinition")]
    arns = sorted({one["taskDefinition"] for one in services})
    definitions = aws.each(
        lambda arn: aws.reply("ecs", "describe_task_definition", "taskDefinition", taskDefinition=arn), arns
    )
    if task := settings.schema_task:
        definitions += latest(aws, {task.read_family, task.apply_family})
    groups = sorted({name for one in definitions for name in _log_groups(one)})
    described = aws.each(
        lambda name: aws.listing("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=name), groups
    )
    names = {one["logGroupName"] for some in described for one in some} & set(groups)
    return [
        *(_service(one) for one in services),
        *(_definition(one) for one in definitions),
        *(Thing(address=name, type="aws_cloudwatch_log_group", values={"name": name}) for name in sorted(names)),
    ]


def _service(service: Item) -> Thing:
    placed = service.get("networkConfiguration", {}).get("awsvpcConfiguration", {})
    values = {
        "name": service["serviceName"],
        "task_definition": service["taskDefinition"],
        "desired_count": service.get("desiredCount"),
        "platform_version": service.get("platformVersion"),
        "network_configuration": {
            "subnets": placed.get("subnets", []),
            "security_groups": placed.get("securityGroups", []),
            "assign_public_ip": placed.get("assignPublicIp") == "ENABLED",
        },
        "load_balancer": [
            {
                "target_group_arn": one.get("targetGroupArn"),
                "container_name": one.get("containerName"),
                "container_port": one.get("containerPort"),
            }
            for one in service.get("loadBalancers", [])
        ],
    }
    return Thing(address=service["serviceArn"], type="aws_ecs_service", values=values)


def _definition(definition: Item) -> Thing:
    values = {
        "family": definition["family"],
        "container_definitions": json.dumps(definition["containerDefinitions"], default=str),
        "cpu": definition.get("cpu"),
        "memory": definition.get("memory"),
        "runtime_platform": [{"cpu_architecture": definition.get("runtimePlatform", {}).get("cpuArchitecture")}],
        "ephemeral_storage": [{"size_in_gib": definition.get("ephemeralStorage", {}).get("sizeInGiB")}],
        "execution_role_arn": definition.get("executionRoleArn"),
        "task_role_arn": definition.get("taskRoleArn"),
        "pid_mode": definition.get("pidMode"),
    }
    return Thing(address=definition["taskDefinitionArn"], type="aws_ecs_task_definition", values=values)


def _log_groups(definition: Item) -> list[str]:
    options = [one.get("logConfiguration", {}).get("options", {}) for one in definition["containerDefinitions"]]
    return [one["awslogs-group"] for one in options if one.get("awslogs-group")]

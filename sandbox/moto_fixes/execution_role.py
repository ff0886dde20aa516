"""ECS: the start of a task with its execution role, which moto does not use."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from typing import Any

from moto.ecs.exceptions import EcsClientException
from moto.ecs.models import EC2ContainerServiceBackend, Task, TaskDefinition

from sandbox.moto_fixes.fargate_agent import PRIVATE_IMAGE, Agent, NotStartedError
from sandbox.moto_fixes.patch import patch

STOPPED = "STOPPED"


def tasks_start_with_their_execution_role() -> None:
    """Stops a task whose role may not do what its start needs; its containers then have no exit code.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
    Remove when moto has it.
    """
    original = EC2ContainerServiceBackend.run_task

    def run_task(backend: EC2ContainerServiceBackend, *given: Any, **named: Any) -> list[Task]:
        tasks: list[Task] = original(backend, *given, **named)
        for task in tasks:
            definition = backend.describe_task_definition(task.task_definition_arn)
            agent = Agent.of(task, definition, account_id=backend.account_id, region=backend.region_name)
            try:
                agent.start(definition)
            except NotStartedError as error:
                _stop(task, str(error))
        return tasks

    patch(EC2ContainerServiceBackend, "run_task", run_task)


def fargate_needs_an_execution_role() -> None:
    """Refuses a task definition for Fargate without an execution role if it needs one.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
    Remove when moto has it.
    """
    original = EC2ContainerServiceBackend.register_task_definition

    def register(backend: EC2ContainerServiceBackend, *given: Any, **named: Any) -> TaskDefinition:
        arguments = signature(original).bind(backend, *given, **named).arguments
        if "FARGATE" in (arguments.get("requires_compatibilities") or ()) and not arguments.get("execution_role_arn"):
            for container in arguments["container_definitions"]:
                if why := _needs_a_role(container):
                    raise EcsClientException(
                        f"Fargate requires task definition to have execution role ARN to support {why}."
                    )
        return original(backend, *given, **named)

    patch(EC2ContainerServiceBackend, "register_task_definition", register)


def _needs_a_role(container: Mapping[str, Any]) -> str:
    if PRIVATE_IMAGE.fullmatch(str(container.get("image", ""))):
        return "ECR images"
    driver = str((container.get("logConfiguration") or {}).get("logDriver", ""))
    return f"log driver {driver}" if driver == "awslogs" else ""


def _stop(task: Task, reason: str) -> None:
    task.advance = lambda: None
    task.containers[0].exitCode = None
    task.stopped_reason = reason
    task.desired_status = task.status = STOPPED


FIXES = (tasks_start_with_their_execution_role, fargate_needs_an_execution_role)

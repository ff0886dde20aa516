"""The permissions to run the schema task and to read its result. In: a command, settings. Out: grants.

A plan runs the code of a pull request, so it may run the task definition that only reads. The entry points differ, and
`ecs:RunTask` cannot override them.
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from modules.schema_task.container import LOG_PREFIX
from modules.settings import AccountSettings, Settings
from permissions.arns import Scope
from permissions.grants import Command, Grant

_TASKS = ("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com")


def grants(command: Command, *, settings: Settings | AccountSettings, scope: Scope) -> Iterator[Grant]:
    """Yields the grants of `plan` and `apply` in an environment with a schema task."""
    if isinstance(settings, AccountSettings) or settings.schema_task is None or command in ("audit", "discover"):
        return
    task, cluster = settings.schema_task, settings.cluster

    def arn(service: Literal["ecs", "logs"], name: str) -> tuple[str]:
        return (scope.fill("arn:{partition}:{service}:{region}:{account}:{name}", service=service, name=name),)

    families = (task.read_family, task.apply_family) if command == "apply" else (task.read_family,)
    yield Grant(
        action="ecs:RunTask",
        arns=tuple(each for family in families for each in arn("ecs", f"task-definition/{family}:*")),
        condition=("ArnEquals", "ecs:cluster", *arn("ecs", f"cluster/{cluster.name}")),
    )
    if command == "plan":  # an apply registers the task definition, and has the permission for that
        role = scope.fill("arn:{partition}:iam::{account}:role/{name}", name=task.role)
        yield Grant(action="iam:PassRole", arns=(role,), condition=_TASKS)
    yield Grant(action="ecs:DescribeTasks", arns=arn("ecs", f"task/{cluster.name}/*"))
    streams = arn("logs", f"log-group:{cluster.log_group}:log-stream:{LOG_PREFIX}/*")
    yield Grant(action="logs:GetLogEvents", arns=streams)

"""ECS: a task of the schema runs its container's program for real, against the PostgreSQL server of the sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

from moto.ecs.models import EC2ContainerServiceBackend, Task, TaskDefinition
from moto.logs.models import logs_backends
from moto.secretsmanager.models import secretsmanager_backends

from sandbox.moto_fixes.execution_role import STOPPED
from sandbox.moto_fixes.patch import patch

PROGRAM = "database_schema.task"
CHECKOUT = Path(__file__).parent.parent.parent
CA_BUNDLE = "/app/global-bundle.pem"  # where the image keeps it
LOG_STREAM = "{prefix}/{container}/{task}"


def tasks_of_the_schema_run(certificates: str) -> None:
    """Runs the container of such a task as a process; its lines go to CloudWatch Logs, its exit code to DescribeTasks.

    `certificates` is the file that takes the place of RDS's CA bundle in the image. Other tasks stay as moto has them.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
    """
    original = EC2ContainerServiceBackend.run_task

    def run_task(backend: EC2ContainerServiceBackend, *given: Any, **named: Any) -> list[Task]:
        tasks: list[Task] = original(backend, *given, **named)
        for task in tasks:
            definition = backend.describe_task_definition(task.task_definition_arn)
            if task.status != STOPPED and PROGRAM in definition.container_definitions[0].get("entryPoint", ()):
                _run(task, definition, backend, certificates=certificates)
        return tasks

    patch(EC2ContainerServiceBackend, "run_task", run_task)


def _run(task: Task, definition: TaskDefinition, backend: EC2ContainerServiceBackend, *, certificates: str) -> None:
    container: Mapping[str, Any] = definition.container_definitions[0]
    override: Mapping[str, Any] = next(iter((task.overrides or {}).get("containerOverrides", [])), {})
    argv = [*container["entryPoint"], *(override.get("command") or container.get("command") or [])]
    files = {"python": sys.executable, CA_BUNDLE: certificates}
    task.advance = lambda: None  # its process decides how far it is
    environment = _environment(container, override, backend)
    task.status = "RUNNING"
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox.container", *(files.get(word, word) for word in argv)],
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    Thread(target=_finish, args=(task, container, backend, process), daemon=True).start()


def _environment(
    container: Mapping[str, Any], override: Mapping[str, Any], backend: EC2ContainerServiceBackend
) -> dict[str, str]:
    """Returns the variables of the container: those of the definition and the override, and the injected secrets."""
    variables = {
        one["name"]: one["value"] for one in [*container.get("environment", []), *override.get("environment", [])]
    }
    secrets = {one["name"]: _secret(one["valueFrom"], backend) for one in container.get("secrets", [])}
    return {"PATH": os.environ.get("PATH", ""), **variables, **secrets}


def _secret(source: str, backend: EC2ContainerServiceBackend) -> str:
    """Returns the value of `ARN:FIELD::`.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
    """
    parts = source.split(":")
    known = secretsmanager_backends[backend.account_id][backend.region_name]
    value = known.get_secret_value(secret_id=":".join(parts[:7]), version_id="", version_stage="")["SecretString"]
    return str(json.loads(value)[parts[7]]) if len(parts) > 7 and parts[7] else str(value)


def _finish(
    task: Task, container: Mapping[str, Any], backend: EC2ContainerServiceBackend, process: subprocess.Popen[bytes]
) -> None:
    """Writes the lines of the program to its log stream, and then its exit code to the task."""
    assert process.stdout is not None
    ended = json.loads(process.stdout.read())
    _log(ended["lines"], container["logConfiguration"]["options"], container["name"], task, backend)
    task.containers[0].exitCode = ended["exit_code"]
    task.containers[0].last_status = STOPPED
    task.stopped_reason = "Essential container in task exited"
    task.desired_status = task.status = STOPPED


def _log(
    lines: Sequence[str], options: Mapping[str, str], name: str, task: Task, backend: EC2ContainerServiceBackend
) -> None:
    group = options["awslogs-group"]
    stream = LOG_STREAM.format(prefix=options["awslogs-stream-prefix"], container=name, task=task.id)
    logs = logs_backends[backend.account_id][backend.region_name]
    logs.create_log_stream(group, stream)
    now = int(time.time() * 1000)
    if lines:
        logs.put_log_events(group, stream, [{"timestamp": now, "message": line} for line in lines])

"""The tasks: one container each, with its settings and secrets injected, some revisions into their lives.

Deploys registered a revision each time: older ones are still active, some were deregistered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.handmade.cluster import LOG_GROUP
from sandbox.handmade.configuration import parameter_arn
from sandbox.handmade.console import Console
from sandbox.handmade.identity import Roles
from sandbox.handmade.secrets import Secrets


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a task definition says of its one container, and the size of the task around it."""

    name: str
    image: str
    cpu: str
    memory: str
    port: int | None = None
    environment: dict[str, str] = field(default_factory=dict)
    injected: dict[str, str] = field(default_factory=dict)

    @property
    def family(self) -> str:
        return f"counterpromo-dev-td-{self.name}"


def web_task() -> Task:
    """nginx, until there is a web image."""
    return Task(name="web", image="public.ecr.aws/nginx/nginx", cpu="256", memory="512", port=80)


def api_task(console: Console, secrets: Secrets) -> Task:
    """The backend, with Stripe's keys."""
    return Task(
        name="api",
        image=_image(console, "counterpromo-api"),
        cpu="512",
        memory="1024",
        port=3000,
        environment={"NODE_ENV": "production", "PORT": "3000"},
        injected={
            **_shared(console, secrets),
            "STRIPE_SECRET_KEY": secrets.stripe_secret_key,
            "STRIPE_WEBHOOK_SECRET": secrets.stripe_webhook_secret,
        },
    )


def worker_task(console: Console, secrets: Secrets) -> Task:
    """Takes jobs off the queue; nobody connects to it."""
    return Task(
        name="worker",
        image=_image(console, "counterpromo-worker"),
        cpu="256",
        memory="512",
        environment={"NODE_ENV": "production"},
        injected={**_shared(console, secrets), "EXPORTS_BUCKET": parameter_arn(console, "s3/exports_bucket")},
    )


def _shared(console: Console, secrets: Secrets) -> dict[str, str]:
    """What API and worker both have injected: parameters by ARN, the login by its two fields."""
    return {
        "DB_HOST": parameter_arn(console, "db/host"),
        "DB_PORT": parameter_arn(console, "db/port"),
        "DB_NAME": parameter_arn(console, "db/name"),
        "JOBS_QUEUE_URL": parameter_arn(console, "sqs/jobs_queue_url"),
        "UPLOADS_BUCKET": parameter_arn(console, "s3/uploads_bucket"),
        "DB_USERNAME": f"{secrets.database}:username::",
        "DB_PASSWORD": f"{secrets.database}:password::",
    }


def _image(console: Console, repository: str) -> str:
    return f"{console.account_id}.dkr.ecr.{console.region}.amazonaws.com/{repository}"


def register(
    console: Console, task: Task, roles: Roles, *, tags: tuple[str, ...], deregistered: tuple[int, ...]
) -> None:
    """One revision for each image tag; those numbered in `deregistered` are taken back."""
    ecs = console.client("ecs")
    for tag in tags:
        ecs.register_task_definition(
            family=task.family,
            requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc",
            cpu=task.cpu,
            memory=task.memory,
            taskRoleArn=roles.task,
            executionRoleArn=roles.execution,
            containerDefinitions=[_container(console, task, tag)],
        )
    for revision in deregistered:
        ecs.deregister_task_definition(taskDefinition=f"{task.family}:{revision}")


def _container(console: Console, task: Task, tag: str) -> dict[str, Any]:
    logging = {
        "awslogs-group": LOG_GROUP,
        "awslogs-region": console.region,
        "awslogs-stream-prefix": task.name,
    }
    ports = [{"containerPort": task.port, "hostPort": task.port, "protocol": "tcp"}] if task.port else []
    return {
        "name": task.name,
        "image": f"{task.image}:{tag}",
        "essential": True,
        "portMappings": ports,
        "environment": [{"name": name, "value": value} for name, value in task.environment.items()],
        "secrets": [{"name": name, "valueFrom": source} for name, source in task.injected.items()],
        "logConfiguration": {"logDriver": "awslogs", "options": logging},
    }

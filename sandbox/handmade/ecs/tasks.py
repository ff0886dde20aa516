"""Registers the tasks: one container each, with settings and secrets, in several revisions.

Each deploy registered a revision; older ones are active still, some were deregistered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.handmade.configuration import parameter_arn
from sandbox.handmade.console import Console
from sandbox.handmade.ecs.cluster import LOG_GROUP
from sandbox.handmade.iam.roles import Roles
from sandbox.handmade.secrets import Secrets

LINUX = {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"}


@dataclass(frozen=True, kw_only=True)
class TaskForm:
    """The container of a task definition, and the size of the task.

    One revision for each of `image_tags`; the numbers in `deregistered` were deregistered later. `by_console` are
    members that the console adds: a platform, a port name, a log group.
    """

    key: str
    container: str
    cpu: str
    memory: str
    port: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    image_tags: tuple[str, ...]
    deregistered: tuple[int, ...] = ()
    by_console: bool = False

    @property
    def family(self) -> str:
        return f"counterpromo-dev-td-{self.key}"

    @property
    def newest(self) -> int:
        """Returns the newest active revision."""
        return max(number for number in range(1, len(self.image_tags) + 1) if number not in self.deregistered)


DEV_WEB_TASK = TaskForm(
    key="web", container="web", cpu="256", memory="512", port=80, image_tags=("1.27", "latest"), deregistered=(1,)
)
DEV_API_TASK = TaskForm(
    key="api",
    container="api",
    cpu="512",
    memory="1024",
    port=3000,
    environment={"NODE_ENV": "production", "PORT": "3000"},
    image_tags=("v1", "v2", "v3", "latest"),
    deregistered=(1,),
)
DEV_WORKER_TASK = TaskForm(
    key="worker",
    container="worker",
    cpu="256",
    memory="512",
    environment={"NODE_ENV": "production"},
    image_tags=("v1", "latest", "broken"),
    deregistered=(3,),
)


def register(console: Console, form: TaskForm, *, roles: Roles, secrets: Secrets) -> None:
    """Registers the revisions in order; the newest active one counts."""
    ecs = console.client("ecs")
    injected = _injected(console, secrets)[form.key]
    for tag in form.image_tags:
        ecs.register_task_definition(
            family=form.family,
            requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc",
            cpu=form.cpu,
            memory=form.memory,
            taskRoleArn=roles.task,
            executionRoleArn=roles.execution,
            containerDefinitions=[_container(console, form, tag, injected)],
            **({"runtimePlatform": LINUX} if form.by_console else {}),
        )
    for revision in form.deregistered:
        ecs.deregister_task_definition(taskDefinition=f"{form.family}:{revision}")
    place = f"arn:aws:ecs:{console.region}:{console.account_id}"
    arn = f"{place}:task-definition/{form.family}:{form.newest}"
    console.notes.made("aws_ecs_task_definition", arn, f"{form.key} task definition")


def _injected(console: Console, secrets: Secrets) -> Mapping[str, Mapping[str, str]]:
    """Returns what ECS gives to each task at its start: parameters by ARN, the database's login by its two fields."""
    shared = {
        "DB_HOST": parameter_arn(console, "db/host"),
        "DB_PORT": parameter_arn(console, "db/port"),
        "DB_NAME": parameter_arn(console, "db/name"),
        "JOBS_QUEUE_URL": parameter_arn(console, "sqs/jobs_queue_url"),
        "UPLOADS_BUCKET": parameter_arn(console, "s3/uploads_bucket"),
        "DB_USERNAME": f"{secrets.database}:username::",
        "DB_PASSWORD": f"{secrets.database}:password::",
    }
    stripe = {
        "STRIPE_SECRET_KEY": secrets.stripe_secret_key,
        "STRIPE_WEBHOOK_SECRET": secrets.stripe_webhook_secret,
    }
    exports = {"EXPORTS_BUCKET": parameter_arn(console, "s3/exports_bucket")}
    return {"web": {}, "api": {**shared, **stripe}, "worker": {**shared, **exports}}


def _container(console: Console, form: TaskForm, tag: str, injected: Mapping[str, str]) -> dict[str, Any]:
    logging = {
        "awslogs-group": LOG_GROUP,
        "awslogs-region": console.region,
        "awslogs-stream-prefix": form.key,
        **({"awslogs-create-group": "true"} if form.by_console else {}),
    }
    return {
        "name": form.container,
        "image": f"{_image(console, form.key)}:{tag}",
        "essential": True,
        "portMappings": [_port(form)] if form.port else [],
        "environment": [{"name": name, "value": value} for name, value in form.environment.items()],
        "secrets": [{"name": name, "valueFrom": source} for name, source in injected.items()],
        "logConfiguration": {"logDriver": "awslogs", "options": logging},
    }


def _port(form: TaskForm) -> dict[str, Any]:
    named = {"name": f"{form.container}-{form.port}-tcp", "appProtocol": "http"} if form.by_console else {}
    return {"containerPort": form.port, "hostPort": form.port, "protocol": "tcp", **named}


def _image(console: Console, key: str) -> str:
    """Returns nginx while there is no web image, and an image of our registry for the others."""
    if key == "web":
        return "public.ecr.aws/nginx/nginx"
    return f"{console.account_id}.dkr.ecr.{console.region}.amazonaws.com/counterpromo-{key}"

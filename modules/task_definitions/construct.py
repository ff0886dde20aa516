"""Task definitions, one container each, with injected secrets. In: `[services]`. Out: the revision."""

import json
from collections.abc import Mapping
from typing import Any

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import addressed
from modules.bindings import ecs_task_definition
from modules.iam_documents import compact
from modules.identity.construct import TaskRoles
from modules.parameters.construct import Parameters
from modules.secrets.construct import Secrets
from modules.services.settings import ServiceSettings
from modules.setting_map import Feed, tags_of
from terraform.literal import escaped

DEFINITION = Feed({"family": "family"})
# What stands in the container's JSON: written by `_container`, captured from it.
CONTAINER = Feed(
    {
        "name": "container",
        "image": "image",
        "portMappings.0.containerPort": "port",
        "portMappings.0.name": "port_name",
        "portMappings.0.appProtocol": "port_protocol",
        "environment.name:value": "environment",
        "secrets.name:valueFrom": "secrets",
        "logConfiguration.options.awslogs-stream-prefix": "log_prefix",
        "logConfiguration.options": "log_options",
    },
    at="container_definitions>0",
)
# One list of AWS's, two of ours: what comes from parameters, and what from secrets.
INJECTED = Feed({"secrets.name:valueFrom": "parameters"}, at="container_definitions>0")


class TaskDefinition(Construct):
    """The task definition of a service. A change creates a new revision; deploys decide which one runs.

    With `skip_destroy` Terraform leaves every earlier revision ACTIVE, so services keep running it and can go back to
    it. An import cannot read the argument from AWS, so a difference of it is ignored; `operations/state/` writes it
    into the state. A new revision has it from the start: `ignore_changes` has no effect on what Terraform creates.
    https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_task_definition#skip_destroy-1
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: ServiceSettings,
        log_group: str,
        region: str,
        roles: TaskRoles,
        parameters: Parameters,
        secrets: Secrets,
    ) -> None:
        super().__init__(scope, id_)
        self.container = settings.container or id_
        self.port = settings.port or 0
        injected = _injected(settings, parameters=parameters, secrets=secrets)
        container = _container(self.container, settings, log_group=log_group, region=region, injected=injected)
        beside = {
            f"{settings.where}.definition_tags": "tags",
            f"{settings.where}.architecture": "runtime_platform.0.cpu_architecture",
            f"{settings.where}.container_more": "container_definitions>0",
        }
        sizes = {f"{settings.where}.cpu": "cpu", f"{settings.where}.memory_mib": "memory"}
        definition = addressed(
            ecs_task_definition.EcsTaskDefinition(
                self,
                "definition",
                **DEFINITION.of(settings),
                requires_compatibilities=["FARGATE"],
                network_mode="awsvpc",
                cpu=str(settings.cpu),
                memory=str(settings.memory_mib),
                task_role_arn=roles.task.arn,
                execution_role_arn=roles.execution.arn,
                container_definitions=compact([container]),
                runtime_platform=_platform(settings),
                volume=[ecs_task_definition.EcsTaskDefinitionVolume(name=key) for key in settings.scratch] or None,
                # ECS reads the parameters when it starts a task, so they exist before the service does.
                depends_on=[parameters.by_key[key] for key in sorted(set(settings.parameters.values()))] or None,
                tags=tags_of(settings.definition_tags),
                skip_destroy=True,
                lifecycle=TerraformResourceLifecycle(ignore_changes=["skip_destroy"]),
            ),
            fed_by=DEFINITION.by(settings) | sizes | CONTAINER.by(settings) | INJECTED.by(settings) | beside,
        )
        self.family = definition.family
        # Spelled with its revision: without it every plan of the service would show a change.
        self.revision = f"{self.family}:${{{definition.fqn}.revision}}"


def _platform(settings: ServiceSettings) -> Any:
    """Returns the platform, which the console writes and other tools leave out."""
    return settings.architecture and ecs_task_definition.EcsTaskDefinitionRuntimePlatform(
        operating_system_family="LINUX", cpu_architecture=settings.architecture
    )


def _injected(settings: ServiceSettings, *, parameters: Parameters, secrets: Secrets) -> dict[str, str]:
    """Returns variable -> the ARN from which ECS takes the value when it starts the container."""
    from_parameters = {name: parameters.arn(key) for name, key in settings.parameters.items()}
    return from_parameters | {name: secrets.value_from(key) for name, key in settings.secrets.items()}


def _container(
    name: str, settings: ServiceSettings, *, log_group: str, region: str, injected: Mapping[str, str]
) -> dict[str, Any]:
    """Returns a container definition with every member that AWS fills in, sorted like AWS: equal text, no difference.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
    """
    more = json.loads(settings.container_more) if settings.container_more else {}
    return {
        "name": name,
        "image": escaped(settings.image),
        "cpu": 0,
        "essential": True,
        "portMappings": [_port(settings)] if settings.port else [],
        "environment": [
            {"name": escaped(key), "value": escaped(value)} for key, value in sorted(settings.environment.items())
        ],
        "secrets": [{"name": escaped(key), "valueFrom": value} for key, value in sorted(injected.items())],
        "mountPoints": [
            {"sourceVolume": key, "containerPath": folder, "readOnly": False}
            for key, folder in settings.scratch.items()
        ],
        "volumesFrom": [],
        "systemControls": [],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": log_group,
                "awslogs-region": region,
                "awslogs-stream-prefix": settings.log_prefix,
                **escaped(settings.log_options),
            },
        },
        **({"readonlyRootFilesystem": True} if settings.read_only_root else {}),
        **escaped(more),
    }


def _port(settings: ServiceSettings) -> dict[str, Any]:
    """Returns the port. The console adds name and protocol for Service Connect; other tools do not."""
    said = {"name": settings.port_name, "appProtocol": settings.port_protocol}
    port = {"containerPort": settings.port, "hostPort": settings.port, "protocol": "tcp"}
    return port | {key: value for key, value in said.items() if value}

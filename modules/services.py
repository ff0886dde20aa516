"""The cluster and what runs on it. In: `[cluster]`, `[services]`. Out: service ARNs, task families.

Application deploys own the running revision and the desired count: Terraform declares the first of
each, and never rolls a service back.
"""

from collections.abc import Mapping
from typing import Any

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from envs.services import ClusterSettings, ServiceSettings
from modules.addresses import Resource, addressed
from modules.bindings import cloudwatch_log_group, ecs_cluster, ecs_service, ecs_task_definition
from modules.identity import TaskRoles
from modules.load_balancer import LoadBalancer
from modules.network import Network
from modules.parameters import Parameters
from modules.policies import compact
from modules.secrets import Secrets
from modules.security_groups import SecurityGroups
from modules.tagging import tags_of


class Cluster(Construct):
    """The Fargate cluster, and the one log group all containers write to."""

    def __init__(self, scope: Construct, id_: str, *, settings: ClusterSettings, region: str) -> None:
        super().__init__(scope, id_)
        self.region = region
        insights = ecs_cluster.EcsClusterSetting(name="containerInsights", value=settings.container_insights)
        self.cluster = addressed(
            ecs_cluster.EcsCluster(self, "ecs", name=settings.name, setting=[insights], tags=tags_of(settings.tags))
        )
        self.logs = addressed(
            cloudwatch_log_group.CloudwatchLogGroup(
                self, "logs", name=settings.log_group, retention_in_days=settings.log_retention_days
            )
        )


class Service(Construct):
    """One Fargate service and its task definition, secrets and parameters injected at start."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: ServiceSettings,
        cluster: Cluster,
        network: Network,
        groups: SecurityGroups,
        load_balancer: LoadBalancer,
        roles: TaskRoles,
        parameters: Parameters,
        secrets: Secrets,
    ) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self._key = id_
        definition = self._definition(
            container=_container(
                id_, settings, cluster=cluster, injected=_injected(settings, parameters=parameters, secrets=secrets)
            ),
            roles=roles,
        )
        self.family = definition.family
        target_group = load_balancer.target_groups.get(id_)
        self.service = addressed(
            ecs_service.EcsService(
                self,
                "service",
                name=settings.name,
                cluster=cluster.cluster.arn,
                launch_type="FARGATE",
                # Spelled with its revision: without it every plan would show a change.
                task_definition=f"{self.family}:${{{definition.fqn}.revision}}",
                desired_count=settings.desired_count,
                deployment_minimum_healthy_percent=settings.minimum_healthy_percent,
                deployment_maximum_percent=settings.maximum_percent,
                deployment_circuit_breaker=ecs_service.EcsServiceDeploymentCircuitBreaker(
                    enable=settings.circuit_breaker, rollback=settings.circuit_breaker_rollback
                ),
                availability_zone_rebalancing=settings.zone_rebalancing,
                enable_ecs_managed_tags=settings.ecs_managed_tags,
                enable_execute_command=settings.execute_command,
                health_check_grace_period_seconds=settings.health_check_grace_seconds if target_group else None,
                network_configuration=ecs_service.EcsServiceNetworkConfiguration(
                    subnets=network.subnet_ids(settings.subnets),
                    security_groups=[groups.services[id_].id],
                    assign_public_ip=settings.assign_public_ip,
                ),
                load_balancer=self._target(target_group, port=settings.port)
                if target_group and settings.port
                else None,
                # A target group serves only once a listener leads to it.
                depends_on=[load_balancer.https] if target_group else None,
                lifecycle=TerraformResourceLifecycle(ignore_changes=["task_definition", "desired_count"]),
                tags=tags_of(settings.tags),
            )
        )

    def _target(self, group: Resource, *, port: int) -> list[Any]:
        return [
            ecs_service.EcsServiceLoadBalancer(
                target_group_arn=group.arn, container_name=self._key, container_port=port
            )
        ]

    def _definition(self, *, container: Mapping[str, Any], roles: TaskRoles) -> Resource:
        return addressed(
            ecs_task_definition.EcsTaskDefinition(
                self,
                "definition",
                family=self._settings.family,
                requires_compatibilities=["FARGATE"],
                network_mode="awsvpc",
                cpu=str(self._settings.cpu),
                memory=str(self._settings.memory_mib),
                task_role_arn=roles.task.arn,
                execution_role_arn=roles.execution.arn,
                container_definitions=compact([container]),
                tags=tags_of(self._settings.tags),
            )
        )


def _injected(settings: ServiceSettings, *, parameters: Parameters, secrets: Secrets) -> dict[str, str]:
    """Variable -> where ECS takes its value from when it starts the container."""
    from_parameters = {name: parameters.arn(key) for name, key in settings.parameters.items()}
    return from_parameters | {name: secrets.value_from(key) for name, key in settings.secrets.items()}


def _container(
    name: str, settings: ServiceSettings, *, cluster: Cluster, injected: Mapping[str, str]
) -> dict[str, Any]:
    """A container definition with every member AWS fills in by itself, sorted as it sorts: equal text, no diff.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
    """
    port = {"containerPort": settings.port, "hostPort": settings.port, "protocol": "tcp"}
    return {
        "name": name,
        "image": settings.image,
        "cpu": 0,
        "essential": True,
        "portMappings": [port] if settings.port else [],
        "environment": [{"name": key, "value": value} for key, value in sorted(settings.environment.items())],
        "secrets": [{"name": key, "valueFrom": value} for key, value in sorted(injected.items())],
        "mountPoints": [],
        "volumesFrom": [],
        "systemControls": [],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": cluster.logs.name,
                "awslogs-region": cluster.region,
                "awslogs-stream-prefix": settings.log_prefix,
            },
        },
    }

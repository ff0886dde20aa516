"""The cluster and the services on it. In: `[cluster]`, `[services]`. Out: service ARNs, task families.

Application deploys own the running revision and the desired count: Terraform declares the first of
each, and never rolls a service back.
"""

from typing import Any

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import Resource, addressed
from modules.arns import regional
from modules.bindings import cloudwatch_log_group, ecs_cluster, ecs_cluster_capacity_providers, ecs_service
from modules.keys.construct import Keys
from modules.load_balancer.construct import LoadBalancer
from modules.network.construct import Network
from modules.security_groups.construct import SecurityGroups
from modules.services.settings import ClusterSettings, ServiceSettings
from modules.setting_map import Feed, tagged_by, tags_of
from modules.task_definitions.construct import TaskDefinition
from settings.account import AwsSettings

CLUSTER = Feed({"name": "name"})
LOGS = Feed({"name": "log_group", "retention_in_days": "log_retention_days"})
SERVICE = Feed(
    {
        "name": "name",
        "desired_count": "desired_count",
        "deployment_minimum_healthy_percent": "minimum_healthy_percent",
        "deployment_maximum_percent": "maximum_percent",
        "availability_zone_rebalancing": "zone_rebalancing",
        "enable_ecs_managed_tags": "ecs_managed_tags",
        "enable_execute_command": "execute_command",
    }
)
CIRCUIT_BREAKER = Feed(
    {"enable": "circuit_breaker", "rollback": "circuit_breaker_rollback"}, at="deployment_circuit_breaker.0"
)
PLACE = Feed({"assign_public_ip": "assign_public_ip"}, at="network_configuration.0")


class Cluster(Construct):
    """The Fargate cluster, and the log group of all containers."""

    def __init__(self, scope: Construct, id_: str, *, settings: ClusterSettings, keys: Keys) -> None:
        super().__init__(scope, id_)
        self.name = settings.name
        self.log_group = settings.log_group
        insights = ecs_cluster.EcsClusterSetting(name="containerInsights", value=settings.container_insights)
        self.cluster = addressed(
            ecs_cluster.EcsCluster(
                self, "ecs", **CLUSTER.of(settings), setting=[insights], tags=tags_of(settings.tags)
            ),
            fed_by=CLUSTER.by(settings)
            | {f"{settings.where}.container_insights": "setting.0.value"}
            | tagged_by(settings),
        )
        self.providers = [self._providers(settings)] if settings.capacity_providers else []
        self.logs = addressed(
            cloudwatch_log_group.CloudwatchLogGroup(
                self, "logs", **LOGS.of(settings), kms_key_id=keys.arn(settings.key)
            ),
            fed_by=LOGS.by(settings),
        )

    def _providers(self, settings: ClusterSettings) -> Resource:
        binding = ecs_cluster_capacity_providers
        strategy = [
            binding.EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(
                capacity_provider=name, weight=share.weight or None, base=share.base or None
            )
            for name, share in settings.default_strategy.items()
        ]
        made = binding.EcsClusterCapacityProviders(
            self,
            "providers",
            cluster_name=self.cluster.name,
            capacity_providers=list(settings.capacity_providers),
            default_capacity_provider_strategy=strategy or None,
        )
        return addressed(made)


class Service(Construct):
    """One Fargate service, behind its target group if it has one."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: ServiceSettings,
        aws: AwsSettings,
        cluster: Cluster,
        network: Network,
        groups: SecurityGroups,
        load_balancer: LoadBalancer,
        definition: TaskDefinition,
    ) -> None:
        super().__init__(scope, id_)
        target_group = load_balancer.target_groups.get(id_)
        self.family = definition.family
        self.arn = regional("ecs", f"service/{cluster.name}/{settings.name}", aws=aws)
        self.service = addressed(
            ecs_service.EcsService(
                self,
                "service",
                **SERVICE.of(settings),
                **_launched_by(settings),
                cluster=cluster.cluster.arn,
                task_definition=definition.revision,
                deployment_circuit_breaker=ecs_service.EcsServiceDeploymentCircuitBreaker(
                    **CIRCUIT_BREAKER.of(settings)
                ),
                health_check_grace_period_seconds=settings.health_check_grace_seconds if target_group else None,
                network_configuration=ecs_service.EcsServiceNetworkConfiguration(
                    subnets=network.subnet_ids(settings.subnets),
                    security_groups=[groups.services[id_].id],
                    **PLACE.of(settings),
                ),
                load_balancer=_targets(target_group, definition=definition) if target_group else None,
                # A target group serves only once a listener leads to it.
                depends_on=[*cluster.providers, *([load_balancer.https] if target_group else [])] or None,
                lifecycle=TerraformResourceLifecycle(ignore_changes=["task_definition", "desired_count"]),
                tags=tags_of(settings.tags),
            ),
            fed_by=_fed_by(settings),
        )


def _launched_by(settings: ServiceSettings) -> dict[str, Any]:
    """Returns the launch type or the capacity provider. The console uses either, and neither can become the other."""
    if not settings.capacity_provider:
        return {"launch_type": "FARGATE"}
    strategy = ecs_service.EcsServiceCapacityProviderStrategy(capacity_provider=settings.capacity_provider, weight=1)
    return {"capacity_provider_strategy": [strategy]}


def _targets(group: Resource, *, definition: TaskDefinition) -> list[Any]:
    return [
        ecs_service.EcsServiceLoadBalancer(
            target_group_arn=group.arn, container_name=definition.container, container_port=definition.port
        )
    ]


def _fed_by(settings: ServiceSettings) -> dict[str, str]:
    grace = {f"{settings.where}.health_check_grace_seconds": "health_check_grace_period_seconds"}
    return (
        SERVICE.by(settings)
        | CIRCUIT_BREAKER.by(settings)
        | PLACE.by(settings)
        | (grace if settings.target_group else {})
        | {
            f"{settings.where}.subnets": "network_configuration.0.subnets",
            f"{settings.where}.capacity_provider": "capacity_provider_strategy.0.capacity_provider",
        }
        | tagged_by(settings)
    )

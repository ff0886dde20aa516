"""Guards services and clusters: number of tasks, network, deployments and access to containers.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_service
"""

from __future__ import annotations

from guard.attribute_rules import Watch, changed, exchanged, lowered, off, on, replaced, zeroed
from guard.verdict import Severity

_REPORTED = Severity.REPORTED

_PLACE = "network_configuration.0"
ECS_SERVICE = (
    Watch(attribute="desired_count", worse=zeroed, rule="desired-count-zero"),
    Watch(attribute="desired_count", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute=f"{_PLACE}.assign_public_ip", worse=on, rule="public-access", default=False),
    Watch(attribute=f"{_PLACE}.subnets", worse=exchanged, rule="service-network"),
    Watch(attribute=f"{_PLACE}.security_groups", worse=exchanged, rule="service-network"),
    Watch(attribute="deployment_circuit_breaker.0.enable", worse=off, rule="deployment-weakened"),
    Watch(attribute="deployment_circuit_breaker.0.rollback", worse=off, rule="deployment-weakened"),
    Watch(attribute="deployment_minimum_healthy_percent", worse=lowered, rule="deployment-weakened"),
    Watch(attribute="deployment_maximum_percent", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="enable_execute_command", worse=on, rule="execute-command-on", default=False),
    Watch(attribute="load_balancer", worse=replaced, rule="traffic-moved"),
    Watch(attribute="service_registries", worse=changed, rule="traffic-moved"),
    Watch(attribute="service_connect_configuration", worse=changed, rule="traffic-moved"),
    Watch(attribute="health_check_grace_period_seconds", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="force_new_deployment", worse=on, rule="deployment-weakened", severity=_REPORTED),
    Watch(attribute="force_delete", worse=on, rule="force-destroy", default=False),
    Watch(attribute="scheduling_strategy", worse=changed, rule="capacity-changed"),
    Watch(attribute="cluster", worse=changed, rule="traffic-moved"),
    Watch(attribute="iam_role", worse=changed, rule="role-exchanged"),
    Watch(attribute="launch_type", worse=changed, rule="capacity-changed"),
    Watch(attribute="capacity_provider_strategy", worse=changed, rule="capacity-changed"),
    Watch(attribute="platform_version", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="availability_zone_rebalancing", worse=off, rule="capacity-changed", severity=_REPORTED),
)
ECS_CLUSTER = (
    Watch(attribute="setting", worse=changed, rule="operations-weakened", severity=_REPORTED),
    Watch(attribute="configuration", worse=replaced, rule="logging-off"),
    Watch(attribute="name", worse=changed, rule="traffic-moved"),
)

"""Guards services and clusters: number of tasks, network, deployments and access to containers.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_service
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guard.arguments import REPLACES, TERRAFORM_ONLY, Harmless
from guard.attribute_rules import Watch, changed, exchanged, fewer, lowered, more, off, on, replaced, zeroed
from guard.verdict import Severity
from terraform.plan.change import Change
from terraform.plan.plan import Plan

_REPORTED = Severity.REPORTED
_INSIGHTS = ("disabled", "enabled", "enhanced")  # the value of `containerInsights`, from nothing to most
ECS_CLUSTER_HARMLESS: Harmless = {}
ECS_SERVICE_HARMLESS: Harmless = {
    REPLACES: (
        "name",
        "deployment_controller",
    ),
    "they are labels of tasks": (
        "enable_ecs_managed_tags",
        "propagate_tags",
    ),
    TERRAFORM_ONLY: (
        "triggers",
        "wait_for_steady_state",
    ),
}


def insights_reduced(before: Any, after: Any) -> bool:
    """Returns True if a cluster reports less to Container Insights than before, or another setting of it changes.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterSetting.html
    """
    live, planned = _settings(before), _settings(after)
    levels = [settings.pop("containerInsights", _INSIGHTS[0]) for settings in (live, planned)]
    if live != planned or any(level not in _INSIGHTS for level in levels):
        return live != planned or levels[0] != levels[1]
    return _INSIGHTS.index(levels[1]) < _INSIGHTS.index(levels[0])


def _settings(blocks: Any) -> dict[str, str]:
    listed = blocks if isinstance(blocks, list) else []
    return {str(each.get("name")): str(each.get("value")) for each in listed if isinstance(each, Mapping)}


def deployed_revision(shown: Any, service: Change, plan: Plan) -> bool:
    """Returns True if a service runs another revision of the same family: deploys of the application decide which."""
    families = [_family(value) for value in (service.before.get("task_definition"), shown)]
    return families[0] != "" and families[0] == families[1]


def _family(task_definition: Any) -> str:
    """Returns the family of `FAMILY:REVISION` or of an ARN; empty if the text has no revision."""
    family, _, revision = str(task_definition or "").rpartition("/")[2].rpartition(":")
    return family if revision.isdecimal() else ""


def scaled(shown: Any, service: Change, plan: Plan) -> bool:
    """Returns True if a service has another number of tasks, and at least one, within the limits of its scaling.

    Without limits in this code, deploys decide on the number.
    """
    if not isinstance(shown, int) or shown < 1:
        return False
    place = f"service/{str(service.after.get('cluster')).rpartition('/')[2]}/{service.after.get('name')}"
    limits = [
        (one.after.get("min_capacity"), one.after.get("max_capacity"))
        for one in plan.of_type("aws_appautoscaling_target")
        if one.after.get("resource_id") == place
    ]
    return all(isinstance(low, int) and isinstance(high, int) and low <= shown <= high for low, high in limits)


_PLACE = "network_configuration.0"
ECS_SERVICE = (
    Watch(attribute="desired_count", worse=zeroed, rule="desired-count-zero"),
    Watch(attribute="desired_count", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute=f"{_PLACE}.assign_public_ip", worse=on, rule="public-access", default=False),
    Watch(attribute=f"{_PLACE}.subnets", worse=fewer, rule="service-network"),
    Watch(attribute=f"{_PLACE}.subnets", worse=more, rule="service-network", severity=_REPORTED),
    Watch(attribute=f"{_PLACE}.security_groups", worse=exchanged, rule="service-network"),
    Watch(attribute="deployment_circuit_breaker.0.enable", worse=off, rule="deployment-weakened"),
    Watch(attribute="deployment_circuit_breaker.0.rollback", worse=off, rule="deployment-weakened"),
    Watch(attribute="deployment_minimum_healthy_percent", worse=zeroed, rule="deployment-weakened"),
    Watch(
        attribute="deployment_minimum_healthy_percent",
        worse=lowered,
        rule="deployment-weakened",
        severity=_REPORTED,
    ),
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
    Watch(attribute="alarms.0.enable", worse=off, rule="deployment-weakened", severity=_REPORTED),
    Watch(attribute="alarms.0.rollback", worse=off, rule="deployment-weakened", severity=_REPORTED),
    Watch(attribute="alarms.0.alarm_names", worse=fewer, rule="deployment-weakened", severity=_REPORTED),
    Watch(attribute="ordered_placement_strategy", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="placement_constraints", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(
        attribute="volume_configuration.0.managed_ebs_volume.0.encrypted",
        worse=off,
        rule="encryption-off",
        default=True,
        default_severity=_REPORTED,
    ),
    Watch(
        attribute="volume_configuration.0.managed_ebs_volume.0.kms_key_id",
        worse=replaced,
        rule="encryption-key-changed",
    ),
    Watch(attribute="volume_configuration", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="vpc_lattice_configurations", worse=changed, rule="traffic-moved"),
)
ECS_CLUSTER = (
    Watch(attribute="setting", worse=insights_reduced, rule="operations-weakened", severity=_REPORTED),
    Watch(attribute="configuration", worse=replaced, rule="logging-off"),
    Watch(attribute="name", worse=changed, rule="traffic-moved"),
    Watch(attribute="service_connect_defaults", worse=changed, rule="traffic-moved", severity=_REPORTED),
)

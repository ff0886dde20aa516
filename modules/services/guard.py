"""Services and what they scale by: how many run, where, and who may step into them.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_service
"""

from __future__ import annotations

from collections.abc import Mapping

from guard.attribute_rules import Became, Watch, changed, exchanged, lowered, off, on, replaced, zeroed
from guard.verdict import Severity

_REPORTED = Severity.REPORTED
_PLACE = "network_configuration.0"
TABLE: Mapping[str, tuple[Watch, ...]] = {
    "aws_ecs_service": (
        Watch(attribute="desired_count", worse=zeroed, rule="desired-count-zero"),
        Watch(attribute="desired_count", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
        Watch(attribute=f"{_PLACE}.assign_public_ip", worse=on, rule="public-access", born=False),
        Watch(attribute=f"{_PLACE}.subnets", worse=exchanged, rule="service-network"),
        Watch(attribute=f"{_PLACE}.security_groups", worse=exchanged, rule="service-network"),
        Watch(attribute="deployment_circuit_breaker.0.enable", worse=off, rule="deployment-weakened"),
        Watch(attribute="deployment_circuit_breaker.0.rollback", worse=off, rule="deployment-weakened"),
        Watch(attribute="deployment_minimum_healthy_percent", worse=lowered, rule="deployment-weakened"),
        Watch(attribute="deployment_maximum_percent", worse=changed, rule="capacity-changed", severity=_REPORTED),
        Watch(attribute="enable_execute_command", worse=on, rule="execute-command-on", born=False),
        Watch(attribute="load_balancer", worse=replaced, rule="traffic-moved"),
        Watch(attribute="service_registries", worse=changed, rule="traffic-moved"),
        Watch(attribute="service_connect_configuration", worse=changed, rule="traffic-moved"),
        Watch(attribute="health_check_grace_period_seconds", worse=changed, rule="balancer-tuned", severity=_REPORTED),
        Watch(attribute="force_new_deployment", worse=on, rule="deployment-weakened", severity=_REPORTED),
        Watch(attribute="force_delete", worse=on, rule="force-destroy", born=False),
        Watch(attribute="scheduling_strategy", worse=changed, rule="capacity-changed"),
        Watch(attribute="cluster", worse=changed, rule="traffic-moved"),
        Watch(attribute="iam_role", worse=changed, rule="role-exchanged"),
        Watch(attribute="launch_type", worse=changed, rule="capacity-changed"),
        Watch(attribute="capacity_provider_strategy", worse=changed, rule="capacity-changed"),
        Watch(attribute="platform_version", worse=changed, rule="capacity-changed", severity=_REPORTED),
        Watch(attribute="availability_zone_rebalancing", worse=off, rule="capacity-changed", severity=_REPORTED),
    ),
    "aws_ecs_cluster": (
        Watch(attribute="setting", worse=changed, rule="operations-weakened", severity=_REPORTED),
        Watch(attribute="configuration", worse=replaced, rule="logging-off"),
        Watch(attribute="name", worse=changed, rule="traffic-moved"),
    ),
    "aws_ecs_task_definition": (
        Watch(attribute="task_role_arn", worse=changed, rule="role-exchanged"),
        Watch(attribute="execution_role_arn", worse=changed, rule="role-exchanged"),
        Watch(attribute="network_mode", worse=changed, rule="container-privileged", shown=True),
        Watch(
            attribute="pid_mode",
            worse=Became(
                (
                    "host",
                    "task",
                )
            ),
            rule="container-privileged",
            born="",
            shown=True,
        ),
        Watch(
            attribute="ipc_mode",
            worse=Became(
                (
                    "host",
                    "task",
                )
            ),
            rule="container-privileged",
            born="",
            shown=True,
        ),
        Watch(attribute="volume", worse=replaced, rule="container-privileged"),
        Watch(attribute="requires_compatibilities", worse=changed, rule="capacity-changed"),
        Watch(attribute="family", worse=changed, rule="traffic-moved"),
        Watch(attribute="runtime_platform", worse=changed, rule="capacity-changed", severity=_REPORTED),
        Watch(attribute="cpu", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
        Watch(attribute="memory", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
        Watch(attribute="proxy_configuration", worse=replaced, rule="traffic-moved"),
    ),
    "aws_appautoscaling_target": (
        Watch(attribute="min_capacity", worse=zeroed, rule="desired-count-zero", born=1),
        Watch(attribute="max_capacity", worse=zeroed, rule="desired-count-zero", born=1),
        Watch(attribute="min_capacity", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
        Watch(attribute="max_capacity", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
        Watch(attribute="suspended_state", worse=changed, rule="capacity-changed", severity=_REPORTED),
    ),
    "aws_autoscaling_group": (
        Watch(attribute="desired_capacity", worse=zeroed, rule="desired-count-zero"),
        Watch(attribute="max_size", worse=zeroed, rule="desired-count-zero"),
        Watch(attribute="force_delete", worse=on, rule="force-destroy", born=False),
    ),
    "aws_instance": (
        Watch(attribute="associate_public_ip_address", worse=on, rule="public-access", born=False),
        Watch(attribute="disable_api_termination", worse=off, rule="deletion-protection-off"),
        Watch(attribute="vpc_security_group_ids", worse=exchanged, rule="service-network"),
        Watch(attribute="iam_instance_profile", worse=changed, rule="role-exchanged"),
        Watch(attribute="user_data", worse=changed, rule="container-privileged"),
    ),
    "aws_eip": (Watch(attribute="instance", worse=changed, rule="public-access", born=""),),
    "aws_eip_association": (
        Watch(attribute="instance_id", worse=changed, rule="public-access", born=""),
        Watch(attribute="network_interface_id", worse=changed, rule="public-access", born=""),
    ),
    "aws_ami_launch_permission": (Watch(attribute="group", worse=changed, rule="public-access", born="", shown=True),),
    "aws_lambda_function": (
        Watch(attribute="role", worse=changed, rule="role-exchanged"),
        Watch(attribute="vpc_config", worse=changed, rule="service-network"),
    ),
    "aws_lambda_function_url": (
        Watch(
            attribute="authorization_type", worse=Became(("NONE",)), rule="public-access", born="AWS_IAM", shown=True
        ),
    ),
}

"""Terraform types that this code never declares, by what a new resource of them does.

The first group opens nothing, runs nothing, and gives nobody a permission: its types measure, find, alert, name, group,
tag, or hold a limit. A type joins them only if that is true of every argument of the provider's schema; one that sends
data to a place of its author's choice does not. Other new types that the guard has no row for are blocked
(`guard/checks/unknown_types.py`).
https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
"""

from __future__ import annotations

from collections.abc import Mapping

from guard.resource_type import Deletion, GuardedType

_MEASURING = (
    "aws_applicationinsights_application",
    "aws_ce_anomaly_monitor",
    "aws_ce_cost_allocation_tag",
    "aws_ce_cost_category",
    "aws_cloudfront_monitoring_subscription",
    "aws_cloudwatch_composite_alarm",
    "aws_cloudwatch_contributor_insight_rule",
    "aws_cloudwatch_contributor_managed_insight_rule",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_log_anomaly_detector",
    "aws_cloudwatch_log_metric_filter",
    "aws_cloudwatch_log_stream",
    "aws_cloudwatch_query_definition",
    "aws_internetmonitor_monitor",
    "aws_route53_health_check",
    "aws_s3_bucket_metric",
    "aws_xray_group",
    "aws_xray_sampling_rule",
)
_FINDING = (
    "aws_accessanalyzer_analyzer",
    "aws_detective_graph",
    "aws_inspector2_enabler",
    "aws_macie2_account",
    "aws_macie2_custom_data_identifier",
    "aws_securityhub_account",
    "aws_securityhub_standards_subscription",
)
_NAMING = (
    "aws_autoscaling_group_tag",
    "aws_dynamodb_tag",
    "aws_ec2_tag",
    "aws_ecs_tag",
    "aws_cloudwatch_event_rule",  # it does nothing without a target
    "aws_docdb_cluster_parameter_group",
    "aws_docdb_subnet_group",
    "aws_elasticache_parameter_group",
    "aws_elasticache_subnet_group",
    "aws_neptune_subnet_group",
    "aws_placement_group",
    "aws_resourcegroups_group",
    "aws_resourcegroups_resource",
    "aws_service_discovery_http_namespace",
    "aws_service_discovery_private_dns_namespace",
    "aws_service_discovery_service",
    "aws_servicequotas_service_quota",
    "aws_wafv2_ip_set",
    "aws_wafv2_regex_pattern_set",
)
_WHY = "a resource of this type opens nothing, runs nothing, and gives nobody a permission"
HARMLESS_TYPES: Mapping[str, GuardedType] = dict.fromkeys(
    (*_MEASURING, *_FINDING, *_NAMING), GuardedType(deletion=Deletion.REPORTED, harmless={_WHY: ("*",)})
)
# These act on what exists: they run code, or move data. A first build reports them.
_RUNS, _SENDS = "it runs code with a role of this account", "it sends data to another place"
_CHANGES, _CONNECTS = "it takes the place of what is configured by hand", "it connects the network with another one"
_RESOLVES = "it sends the DNS queries of the network to other servers"
ACTING: Mapping[str, str] = {
    "aws_autoscaling_group": _RUNS,
    "aws_cloudwatch_log_subscription_filter": _SENDS,
    "aws_db_instance_role_association": "it lets the database use a role",
    "aws_ec2_transit_gateway_vpc_attachment": _CONNECTS,
    "aws_instance": _RUNS,
    "aws_lambda_function": _RUNS,
    "aws_route53_query_log": _SENDS,
    "aws_route53_resolver_rule_association": _RESOLVES,
    "aws_s3_bucket_analytics_configuration": _SENDS,
    "aws_s3_bucket_inventory": _SENDS,
    "aws_s3_bucket_notification": _CHANGES,
    "aws_secretsmanager_secret_rotation": "it changes the value of the secret again and again",
    "aws_vpc_dhcp_options_association": _RESOLVES,
    "aws_vpc_peering_connection": _CONNECTS,
    "aws_vpc_peering_connection_accepter": _CONNECTS,
    "aws_vpn_gateway": _CONNECTS,
}

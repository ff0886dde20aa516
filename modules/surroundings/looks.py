"""Kinds of resources that an environment's code does not hold, and that may lean on it: one listing for each.

A resource is a stray if it names something of ours, such as the VPC, a group, the queue or the load balancer, or if its
own name is of the environment. A listing that AWS refuses is noted, and the import goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Look:
    """One listing of a region or an account.

    * `type`: the Terraform type of what is listed.
    * `at`: dotted path of the list in the reply.
    * `named`: the member with the id of an item, or `{GROUP}/{NAME}` of several; empty where the items are names.
    * `then`: (operation, parameter, member of the item) of a further call about each item, whose reply is read too.
    * `more`: parameters of the listing.
    """

    type: str
    service: str
    operation: str
    at: str
    named: str
    then: tuple[str, str, str] | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def operations(self) -> Sequence[str]:
        """Returns the operations of boto3 that the look may call."""
        return (self.operation, *((self.then[0],) if self.then else ()))


def _look(type_: str, call: str, at: str, named: str, *, then: tuple[str, str, str] | None = None, **more: Any) -> Look:
    service, _, operation = call.partition(".")
    return Look(type=type_, service=service, operation=operation, at=at, named=named, then=then, more=more)


LOOKS: tuple[Look, ...] = (
    _look("aws_lambda_function", "lambda.list_functions", "Functions", "FunctionName"),
    _look("aws_lambda_event_source_mapping", "lambda.list_event_source_mappings", "EventSourceMappings", "UUID"),
    _look("aws_elasticache_cluster", "elasticache.describe_cache_clusters", "CacheClusters", "CacheClusterId"),
    _look(
        "aws_elasticache_replication_group",
        "elasticache.describe_replication_groups",
        "ReplicationGroups",
        "ReplicationGroupId",
    ),
    _look(
        "aws_elasticache_subnet_group",
        "elasticache.describe_cache_subnet_groups",
        "CacheSubnetGroups",
        "CacheSubnetGroupName",
    ),
    _look(
        "aws_efs_file_system",
        "efs.describe_file_systems",
        "FileSystems",
        "FileSystemId",
        then=("describe_mount_targets", "FileSystemId", "FileSystemId"),
    ),
    _look(
        "aws_opensearch_domain",
        "opensearch.list_domain_names",
        "DomainNames",
        "DomainName",
        then=("describe_domain", "DomainName", "DomainName"),
    ),
    _look("aws_rds_cluster", "rds.describe_db_clusters", "DBClusters", "DBClusterIdentifier"),
    _look("aws_db_proxy", "rds.describe_db_proxies", "DBProxies", "DBProxyName"),
    _look("aws_redshift_cluster", "redshift.describe_clusters", "Clusters", "ClusterIdentifier"),
    _look("aws_elb", "elb.describe_load_balancers", "LoadBalancerDescriptions", "LoadBalancerName"),
    _look(
        "aws_autoscaling_group",
        "autoscaling.describe_auto_scaling_groups",
        "AutoScalingGroups",
        "AutoScalingGroupName",
    ),
    _look("aws_cloudfront_distribution", "cloudfront.list_distributions", "DistributionList.Items", "Id"),
    _look(
        "aws_cloudwatch_event_rule",
        "events.list_rules",
        "Rules",
        "Name",
        then=("list_targets_by_rule", "Rule", "Name"),
    ),
    _look(
        "aws_sfn_state_machine",
        "stepfunctions.list_state_machines",
        "stateMachines",
        "name",
        then=("describe_state_machine", "stateMachineArn", "stateMachineArn"),
    ),
    _look("aws_sns_topic", "sns.list_topics", "Topics", "TopicArn"),
    _look("aws_sns_topic_subscription", "sns.list_subscriptions", "Subscriptions", "SubscriptionArn"),
    _look("aws_scheduler_schedule", "scheduler.list_schedules", "Schedules", "{GroupName}/{Name}"),
    _look("aws_ecr_repository", "ecr.describe_repositories", "repositories", "repositoryName"),
    _look("aws_kms_alias", "kms.list_aliases", "Aliases", "AliasName"),
    _look("aws_dynamodb_table", "dynamodb.list_tables", "TableNames", ""),
    _look("aws_cloudwatch_dashboard", "cloudwatch.list_dashboards", "DashboardEntries", "DashboardName"),
    _look(
        "aws_cloudwatch_composite_alarm",
        "cloudwatch.describe_alarms",
        "CompositeAlarms",
        "AlarmName",
        AlarmTypes=["CompositeAlarm"],
    ),
    _look("aws_service_discovery_private_dns_namespace", "servicediscovery.list_namespaces", "Namespaces", "Name"),
)
# Descriptions of interfaces whose owner is found by itself, as AWS words them.
OWN_LOOK = (
    "ELB app/",
    "ELB net/",
    "ELB gwy/",
    "Interface for NAT Gateway ",
    "VPC Endpoint Interface ",
    "RDSNetworkInterface",
    "Network Interface for Transit Gateway",
    "arn:aws:ecs:",
)
INTERFACES = Look(
    type="aws_network_interface",
    service="ec2",
    operation="describe_network_interfaces",
    at="NetworkInterfaces",
    named="NetworkInterfaceId",
)

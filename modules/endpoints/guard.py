"""Guarded attributes of VPC endpoints: subnets, route tables, groups and private DNS.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc_endpoint
"""

from __future__ import annotations

from typing import Any

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import Watch, changed, exchanged, fewer, off, on
from guard.verdict import Severity
from terraform.plan.values import empty, same

_REPORTED = Severity.REPORTED
# The ranges of the service, the names that AWS gives the endpoint, and its interfaces in the subnets of the settings.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html
CHANGED_BY_AWS = ("cidr_blocks", "dns_entry", "network_interface_ids")


def leads_to_others(before: Any, after: Any) -> bool:
    """Returns True if the service of an endpoint is not AWS's own: its owner sees what is sent to it.

    https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
    """
    of_aws = str(after).startswith(("com.amazonaws.", "aws.")) and "vpce-svc-" not in str(after)
    return not empty(after) and not same(before, after) and not of_aws


VPC_ENDPOINT = (
    Watch(
        attribute="service_name",
        worse=leads_to_others,
        rule="endpoint-to-others",
        default="com.amazonaws.",
        severity=_REPORTED,
        shown=True,
    ),
    Watch(attribute="private_dns_enabled", worse=off, rule="name-resolution-off"),
    Watch(attribute="subnet_ids", worse=fewer, rule="endpoint-weakened"),
    Watch(attribute="route_table_ids", worse=fewer, rule="endpoint-weakened"),
    Watch(attribute="security_group_ids", worse=exchanged, rule="endpoint-weakened"),
    Watch(attribute="service_name", worse=changed, rule="endpoint-weakened"),
    Watch(attribute="auto_accept", worse=on, rule="endpoint-weakened", default=False, severity=_REPORTED),
    Watch(attribute="ip_address_type", worse=changed, rule="endpoint-weakened", severity=_REPORTED),
    Watch(attribute="dns_options", worse=changed, rule="endpoint-weakened", severity=_REPORTED),
    Watch(attribute="subnet_configuration", worse=changed, rule="endpoint-weakened"),
)
VPC_ENDPOINT_HARMLESS: Harmless = {
    REPLACES: (
        "vpc_id",
        "vpc_endpoint_type",
        "resource_configuration_arn",
        "service_network_arn",
        "service_region",
    ),
}

"""Guarded attributes of flow logs: destination and traffic.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/flow_log
"""

from __future__ import annotations

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import NoLongerOneOf, Watch, changed

FLOW_LOG = (
    Watch(attribute="log_destination", worse=changed, rule="logging-off"),
    Watch(attribute="traffic_type", worse=NoLongerOneOf(("ALL",)), rule="logging-off", shown=True),
)
FLOW_LOG_HARMLESS: Harmless = {
    REPLACES: (
        "deliver_cross_account_role",
        "eni_id",
        "iam_role_arn",
        "log_destination_type",
        "log_format",
        "log_group_name",
        "max_aggregation_interval",
        "subnet_id",
        "vpc_id",
        "transit_gateway*",
        "destination_options",
    ),
}

"""Guarded attributes of flow logs: destination and traffic.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/flow_log
"""

from __future__ import annotations

from typing import Any

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import Watch, changed
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import same

# https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
DEFAULT_FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} "
    "${bytes} ${start} ${end} ${action} ${log-status}"
)
_TUNED = frozenset({"max_aggregation_interval", "tags", "tags_all", "traffic_type"})
_MADE_ANEW = frozenset({"arn", "destination_options", "id", "log_format", "log_group_name"})  # where the code is silent


def records_less(before: Any, after: Any) -> bool:
    """Returns True if traffic that was recorded no longer is; `ALL` is both `ACCEPT` and `REJECT`."""
    return not same(before, after) and after != "ALL"


def recorded_again(change: Change, plan: Plan) -> str:
    """Returns the reason why the end of a flow log is none: another one of the same traffic takes its place at once.

    EC2 changes no argument of a flow log in place:
    https://docs.aws.amazon.com/vpc/latest/userguide/working-with-flow-logs.html
    """
    live = change.before
    known = bool(live.get("log_destination")) and live.get("log_format") in (None, "", DEFAULT_FORMAT)
    anew = {name for name in _MADE_ANEW if change.at(name).unknown}
    if change.verb == "replace" and known and set(change.differing()) <= _TUNED | anew:
        return "another flow log of the same network and destination takes its place at once"
    return ""


FLOW_LOG = (
    Watch(attribute="log_destination", worse=changed, rule="logging-off"),
    Watch(attribute="traffic_type", worse=records_less, rule="logging-off", shown=True),
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

"""Controls of log groups."""

from __future__ import annotations

from audit.safety.control import Control, filled
from audit.safety.facts import Facts, Resource

_OF = ("aws_cloudwatch_log_group",)


def _short(group: Resource, facts: Facts) -> str:
    days = group.get("retention_in_days")
    kept = int(days) if days else 0
    return "" if kept == 0 or kept >= 365 else f"records are kept for {kept} days"


CONTROLS = (
    Control(
        id="CloudWatch.16",
        title="CloudWatch log groups should be retained for a specified time period",
        of=_OF,
        fault=_short,
        expected="365 days or more",
        cure="log_retention_days = 365 in [cluster], [network.flow_logs] and [firewall.logs]",
    ),
    Control(
        id="CP.Logs.1",
        title="Log groups are encrypted with a customer managed key",
        of=_OF,
        fault=filled("kms_key_id"),
        expected="a customer managed key",
        cure="key = a key of [keys], in [cluster], [network.flow_logs] and [firewall.logs]",
        changes="an update in place; records that exist stay as they are",
        source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    ),
)

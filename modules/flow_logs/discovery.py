"""Flow logs and where they are written: found and matched. Mirrors modules/flow_logs.py; identity.py finds the role.

Asked for only where the settings have any. No record is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live, tags
from modules.settings import Settings
from modules.task_definitions.discovery import log_groups


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Every flow log of the region, and the log groups whose name begins as ours does."""
    if not settings.network.flow_logs:
        return []
    logs = aws.listing("ec2", "describe_flow_logs", "FlowLogs")
    return [*(_flow_log(one) for one in logs), *log_groups(aws, settings.network.flow_logs.log_group)]


def _flow_log(log: Mapping[str, Any]) -> Found:
    facts = {
        "vpc_id": log["ResourceId"],
        "traffic_type": log.get("TrafficType"),
        "log_destination": log.get("LogDestination"),
        "iam_role_arn": log.get("DeliverLogsPermissionArn"),
        "tags": tags(log),
    }
    return live("aws_flow_log", log["FlowLogId"], facts)

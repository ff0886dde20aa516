"""Finds flow logs and their log group; modules/identity finds their role.

Nothing is asked if the settings have no flow logs. No record is read.
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
    """Returns every flow log of the region, and the log groups whose name begins like that of the settings."""
    logs, ours = aws.listing("ec2", "describe_flow_logs", "FlowLogs"), settings.network.flow_logs
    return [*(_flow_log(one) for one in logs), *(log_groups(aws, ours.log_group) if ours else [])]


def _flow_log(log: Mapping[str, Any]) -> Found:
    facts = {
        "vpc_id": log["ResourceId"],
        "traffic_type": log.get("TrafficType"),
        "log_destination": log.get("LogDestination"),
        "iam_role_arn": log.get("DeliverLogsPermissionArn"),
        "tags": tags(log),
    }
    return live("aws_flow_log", log["FlowLogId"], facts)

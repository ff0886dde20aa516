"""The log groups that the settings name, with retention and key."""

from __future__ import annotations

from collections.abc import Iterator

from aws.reader import Aws
from modules.environment_facts.things import Thing
from modules.settings import Settings


def read(aws: Aws, settings: Settings) -> Iterator[Thing]:
    """Yields the log groups of the cluster, of the flow logs and of the firewall."""
    for name in [one.log_group for one in settings.with_log_groups]:
        for one in aws.listing("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=name):
            if one["logGroupName"] == name:
                values = {
                    "name": name,
                    "retention_in_days": one.get("retentionInDays", 0),
                    "kms_key_id": one.get("kmsKeyId", ""),
                }
                yield Thing(address=name, type="aws_cloudwatch_log_group", values=values)

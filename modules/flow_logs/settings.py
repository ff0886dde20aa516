"""Settings of the VPC flow logs."""

from typing import Literal

from settings.types import LogRetentionDays, Name, Path, Strict, Tags


class FlowLogSettings(Strict):
    """A record of who talked to whom in the VPC, kept in CloudWatch Logs; `role` is what writes it there."""

    name: str
    traffic: Literal["ALL", "ACCEPT", "REJECT"]
    log_group: Name | Path
    log_retention_days: LogRetentionDays
    role: Name
    policy: Name
    aggregation_seconds: Literal[60, 600] = 600
    tags: Tags = {}

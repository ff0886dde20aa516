"""Settings of the VPC flow logs."""

from typing import Annotated, Literal

from settings.types import LogRetentionDays, Name, Path, Strict, Tags
from settings.unique_names import Unique


class FlowLogSettings(Strict):
    """A record of who talked to whom in the VPC, kept in CloudWatch Logs; `role` is what writes it there."""

    name: str
    traffic: Literal["ALL", "ACCEPT", "REJECT"]
    log_group: Annotated[Name | Path, Unique("log group")]
    log_retention_days: LogRetentionDays
    role: Annotated[Name, Unique("role", "account")]
    policy: Name
    aggregation_seconds: Literal[60, 600] = 600
    tags: Tags = {}

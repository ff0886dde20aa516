"""Settings of the VPC flow logs."""

from typing import Annotated, Literal

from modules.keys.references import LogsKey
from settings.types import LogRetentionDays, Name, Path, Strict, Tags
from settings.unique_names import Unique


class FlowLogSettings(Strict):
    """Flow logs of the VPC, in CloudWatch Logs."""

    name: str
    """Name tag of the flow log."""
    traffic: Literal["ALL", "ACCEPT", "REJECT"]
    """Traffic that is recorded."""
    log_group: Annotated[Name | Path, Unique("log group")]
    """Log group of the records."""
    log_retention_days: LogRetentionDays
    """Days that records are kept; 0 keeps them for ever."""
    key: LogsKey | None = None
    """KMS key of the log group."""
    role: Annotated[Name, Unique("role", "account")]
    """Role that writes the records."""
    policy: Name
    """Name of the policy in that role."""
    aggregation_seconds: Literal[60, 600] = 600
    """Seconds that are summed up in one record."""
    tags: Tags = {}

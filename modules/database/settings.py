"""Settings of the database and its parameter group."""

from typing import Annotated, Literal

from modules.network.settings import SubnetKey
from settings.types import (
    BackupDays,
    Name,
    NotNegative,
    Port,
    Positive,
    Strict,
    Tags,
    TimeWindow,
    WeekWindow,
)
from settings.unique_names import Unique


class ParameterGroupSettings(Strict):
    """A parameter group of our own; without one the database uses the engine's default group."""

    name: Annotated[Name, Unique("parameter group")]
    family: Name
    description: str = "Managed by Terraform"
    parameters: dict[str, str] = {}
    tags: Tags = {}


class DatabaseSettings(Strict):
    """PostgreSQL on RDS. Sizes in GiB, windows in UTC, `storage_max_gib` 0 for no autoscaling.

    The password is never a setting: `master_password` says who keeps it.
    """

    identifier: Annotated[Name, Unique("database")]
    engine_version: str
    instance_class: Name
    name: Name
    username: Name
    port: Port
    storage_gib: Positive
    storage_max_gib: NotNegative
    storage_type: Literal["gp2", "gp3", "io1", "io2"]
    storage_encrypted: bool
    multi_az: bool
    backup_days: BackupDays
    backup_window: TimeWindow
    maintenance_window: WeekWindow
    auto_minor_version_upgrade: bool
    deletion_protection: bool
    copy_tags_to_snapshot: bool
    subnet_group: Annotated[Name, Unique("subnet group")]
    subnet_group_description: str
    subnets: list[SubnetKey]
    master_password: Literal["secret", "rds"]
    parameter_group: ParameterGroupSettings | None = None
    performance_insights: bool = False
    tags: Tags = {}

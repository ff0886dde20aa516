"""Settings of the database and its parameter group."""

from typing import Annotated, Literal

from modules.keys.references import DatabaseKey
from modules.network.settings import SubnetKey
from settings.types import (
    BackupDays,
    MonitoringSeconds,
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
    """A parameter group of our own; without it the database uses the engine's default group."""

    name: Annotated[Name, Unique("parameter group")]
    """Name of the parameter group."""
    family: Name
    """Family, such as `postgres16`."""
    description: str = "Managed by Terraform"
    """Description of the parameter group."""
    parameters: dict[str, str] = {}
    """Parameters of PostgreSQL: name = value."""
    tags: Tags = {}


class MonitoringSettings(Strict):
    """Enhanced monitoring: metrics of the operating system, in CloudWatch Logs."""

    interval_seconds: MonitoringSeconds
    """Seconds between two measurements."""
    role: Annotated[Name, Unique("role", "account")]
    """Role with which RDS writes the metrics."""


class DatabaseSettings(Strict):
    """PostgreSQL on RDS. Sizes are in GiB, windows in UTC.

    The password is never a setting: `master_password` says where it is kept.
    """

    identifier: Annotated[Name, Unique("database")]
    """Identifier of the RDS instance."""
    engine_version: str
    """Version of PostgreSQL."""
    instance_class: Name
    """Instance class, such as `db.t4g.micro`."""
    name: Name
    """Name of the database."""
    username: Name
    """Name of the master user."""
    port: Port
    """Port of the database."""
    storage_gib: Positive
    """Storage in GiB."""
    storage_max_gib: NotNegative
    """Upper limit of storage autoscaling in GiB; 0 switches it off."""
    storage_type: Literal["gp2", "gp3", "io1", "io2"]
    """Type of the storage."""
    storage_encrypted: bool
    """The storage is encrypted."""
    key: DatabaseKey | None = None
    """KMS key of storage and Performance Insights. A database that exists cannot change its key."""
    multi_az: bool
    """A standby runs in a second zone."""
    backup_days: BackupDays
    """Days that automated backups are kept; 0 switches them off."""
    backup_window: TimeWindow
    """Daily backup window."""
    maintenance_window: WeekWindow
    """Weekly maintenance window."""
    auto_minor_version_upgrade: bool
    """RDS upgrades minor versions in the maintenance window."""
    engine_upgrade: bool = False
    """Terraform upgrades the database to `engine_version`, although RDS chooses the minor version otherwise."""
    deletion_protection: bool
    """AWS refuses to delete the database."""
    copy_tags_to_snapshot: bool
    """Snapshots get the tags of the database."""
    subnet_group: Annotated[Name, Unique("subnet group")]
    """Name of the subnet group."""
    subnet_group_description: str
    """Description of the subnet group."""
    subnets: list[SubnetKey]
    """Private subnets of the database."""
    master_password: Literal["secret", "rds"]
    """Where the password is kept: secret, a secret that a person fills; rds, a secret that RDS manages."""
    parameter_group: ParameterGroupSettings | None = None
    performance_insights: bool = False
    """RDS Performance Insights."""
    iam_authentication: bool = False
    """Users of the database may log in with a token of IAM instead of a password."""
    log_exports: list[Literal["postgresql", "upgrade"]] = []
    """Logs that RDS also writes to CloudWatch Logs."""
    monitoring: MonitoringSettings | None = None

    @property
    def rds_chooses_minor_version(self) -> bool:
        """Returns True if RDS may run another minor version than `engine_version`: no plan goes back to the older one.

        The provider itself accepts any minor version where `engine_version` names the major version alone.
        """
        return self.auto_minor_version_upgrade and not self.engine_upgrade and "." in self.engine_version

    tags: Tags = {}

"""Settings of what must not be lost: database, buckets, queues, parameters, prices and secrets."""

from typing import Literal

from envs.strict import (
    BackupDays,
    Bucket,
    Key,
    MessageBytes,
    Name,
    NotNegative,
    Path,
    Port,
    Positive,
    QueueDelaySeconds,
    QueueRetentionSeconds,
    QueueSeconds,
    QueueWaitSeconds,
    Strict,
    Tags,
    TimeWindow,
    WeekWindow,
)


class ParameterGroupSettings(Strict):
    """A parameter group of our own; without one the database uses the engine's default group."""

    name: Name
    family: Name
    description: str = "Managed by Terraform"
    parameters: dict[str, str] = {}
    tags: Tags = {}


class DatabaseSettings(Strict):
    """PostgreSQL on RDS. Sizes in GiB, windows in UTC, `storage_max_gib` 0 for no autoscaling.

    The password is never a setting: `master_password` says who keeps it.
    """

    identifier: Name
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
    subnet_group: Name
    subnet_group_description: str
    subnets: list[Key]
    master_password: Literal["secret", "rds"]
    parameter_group: ParameterGroupSettings | None = None
    performance_insights: bool = False
    tags: Tags = {}


class LifecycleRuleSettings(Strict):
    """What becomes of objects below `prefix`, in days; what is 0 does not happen. The rule's key is its id.

    `transitions` and `noncurrent_transitions` are storage class = days, as `STANDARD_IA = 30`; `noncurrent_kept` is how
    many earlier versions stay whatever their age.
    """

    prefix: str = ""
    enabled: bool = True
    abort_multipart_days: NotNegative = 0
    expire_days: NotNegative = 0
    noncurrent_days: NotNegative = 0
    noncurrent_kept: NotNegative = 0
    expire_delete_markers: bool = False
    transitions: dict[Name, NotNegative] = {}
    noncurrent_transitions: dict[Name, NotNegative] = {}


class BucketSettings(Strict):
    """A private bucket: public access blocked and encrypted always. `audience` says who may write to it.

    `tls_only` denies plain HTTP in the bucket's policy.
    """

    name: Bucket
    versioning: bool
    lifecycle: dict[str, LifecycleRuleSettings]
    encryption: Literal["AES256", "aws:kms"] = "AES256"
    bucket_key: bool = True
    audience: Literal["tasks", "load_balancer"] = "tasks"
    tls_only: bool = False
    tags: Tags = {}


class QueueSettings(Strict):
    """A queue and its dead-letter queue. `audience` says who may touch them."""

    name: Name
    dead_letter_name: Name
    visibility_timeout_seconds: QueueSeconds
    retention_seconds: QueueRetentionSeconds
    dead_letter_retention_seconds: QueueRetentionSeconds
    receive_wait_seconds: QueueWaitSeconds
    max_receives: Positive
    audience: Literal["tasks", "developers"]
    dead_letter_visibility_timeout_seconds: QueueSeconds = 30
    dead_letter_receive_wait_seconds: QueueWaitSeconds = 0
    delay_seconds: QueueDelaySeconds = 0
    maximum_message_bytes: MessageBytes = 262144
    managed_encryption: bool = True
    kms_key: str | None = None
    dead_letter_managed_encryption: bool = True
    dead_letter_kms_key: str | None = None
    dead_letter_tags: Tags = {}
    tags: Tags = {}


class ParameterSettings(Strict):
    """A non-secret parameter: exactly one of `source` (an attribute of a resource) and `value`."""

    name: Path
    source: str | None = None
    value: str | None = None
    description: str | None = None
    tags: Tags = {}


class StripeSettings(Strict):
    """Stripe's prices (plan = price) and where they stand among the parameters.

    `descriptions` are the parameters', by `price_PLAN` and `plan_of_PLAN`. A price nobody knows yet is "": no parameter
    is made of it, and every plan says so.
    """

    price_prefix: Path
    plan_prefix: Path
    webhook_path: Path
    prices: dict[Key, Name | Literal[""]]
    descriptions: dict[Key, str] = {}

    @property
    def known(self) -> dict[str, str]:
        """Plan -> price, of the prices that are known."""
        return {plan: price for plan, price in self.prices.items() if price}

    @property
    def unknown(self) -> list[str]:
        """The plans whose price nobody has written down yet."""
        return [plan for plan, price in self.prices.items() if not price]


class SecretSettings(Strict):
    """A secret's container. Its value is put there by a person and never read by this code."""

    name: Name
    description: str | None = None
    tags: Tags = {}

"""Settings of what runs: the cluster and its services, each with its task, group and target group."""

from collections.abc import Mapping
from typing import Annotated, Literal

from modules.database.settings import DatabaseSettings
from modules.network.settings import SubnetKey
from modules.security_groups.settings import GroupSettings
from settings.references import Ref, Reference
from settings.types import (
    BalancerName,
    Cpu,
    JsonObject,
    Key,
    LogRetentionDays,
    Name,
    NotNegative,
    Path,
    Percent,
    Port,
    Positive,
    Share,
    Strict,
    Tags,
)
from settings.unique_names import Unique


def _secret_keys(secrets: Mapping[str, object], database: DatabaseSettings) -> list[str]:
    """Returns the keys of the secrets; `database` is one more where RDS keeps the master password."""
    return [*secrets, *(["database"] if database.master_password == "rds" else [])]


def _key_of(reference: str) -> str:
    """Returns KEY of `KEY:FIELD`."""
    return reference.partition(":")[0]


SecretReference = Annotated[
    str,
    Reference(needs=("secrets", "database"), known=_secret_keys, rule="must be a key of [secrets]:", name_in=_key_of),
]


class ClusterSettings(Strict):
    """The ECS cluster and the log group all containers share."""

    name: Annotated[Name, Unique("cluster")]
    log_group: Annotated[Name | Path, Unique("log group")]
    log_retention_days: LogRetentionDays
    container_insights: Literal["enabled", "disabled", "enhanced"] = "disabled"
    tags: Tags = {}


class TargetGroupSettings(Strict):
    """Where the load balancer sends a service's requests, and how it asks for health (seconds, counts)."""

    name: Annotated[BalancerName, Unique("target group")]
    health_check_path: Path
    health_check_interval_seconds: Positive = 30
    health_check_timeout_seconds: Positive = 5
    healthy_threshold: Positive = 5
    unhealthy_threshold: Positive = 2
    health_check_matcher: str = "200"
    deregistration_delay_seconds: NotNegative = 300
    tags: Tags = {}


class AutoscalingSettings(Strict):
    """How many tasks run, kept near an average load; below `minimum` and above `maximum` it never goes."""

    minimum: Positive
    maximum: Positive
    cpu_percent: Share
    memory_percent: Share | None = None
    scale_in_cooldown_seconds: NotNegative = 300
    scale_out_cooldown_seconds: NotNegative = 60


class ServiceSettings(Strict):
    """One Fargate service.

    `parameters` and `secrets` map a variable of the container to a key of `[parameters]` and
    `[secrets]`; `KEY:FIELD` takes one field of a secret that holds JSON. `desired_count` is what it
    starts with: application deploys own it afterwards, as they own the running revision. The container is
    called after the service's key unless `container` says otherwise; with a `capacity_provider` (`FARGATE`
    or `FARGATE_SPOT`) the service runs there instead of by launch type. Without `architecture` the task
    definition does not say on what it runs, which is X86_64 then. `log_options` are awslogs' own beside group,
    region and prefix; `container_more` is what else the container's definition says, as JSON, as it was found.
    With `autoscaling` the load decides how many tasks run.
    """

    name: Name
    family: Annotated[Name, Unique("family")]
    image: str
    cpu: Cpu
    memory_mib: Positive
    desired_count: NotNegative
    container: Name | None = None
    capacity_provider: Name | None = None
    log_prefix: Name
    subnets: list[SubnetKey]
    security_group: GroupSettings
    database: bool
    port: Port | None = None
    port_name: Name | None = None
    port_protocol: Literal["http", "http2", "grpc"] | None = None
    target_group: TargetGroupSettings | None = None
    autoscaling: AutoscalingSettings | None = None
    environment: dict[str, str] = {}
    parameters: dict[str, Annotated[Key, Ref("parameters")]] = {}
    secrets: dict[str, SecretReference] = {}
    log_options: dict[str, str] = {}
    container_more: JsonObject | None = None
    minimum_healthy_percent: Percent = 100
    maximum_percent: Percent = 200
    circuit_breaker: bool = True
    circuit_breaker_rollback: bool = True
    health_check_grace_seconds: NotNegative = 0
    assign_public_ip: bool = False
    execute_command: bool = False
    ecs_managed_tags: bool = True
    zone_rebalancing: Literal["ENABLED", "DISABLED"] = "DISABLED"
    architecture: Literal["X86_64", "ARM64"] | None = None
    definition_tags: Tags = {}
    tags: Tags = {}

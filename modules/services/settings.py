"""Settings of the cluster and its services, each with its task, group and target group."""

from collections.abc import Mapping
from typing import Annotated, Literal

from modules.database.settings import DatabaseSettings
from modules.keys.references import LogsKey
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


class ProviderShareSettings(Strict):
    """The share of tasks that one capacity provider gets by default; its KEY is the provider.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
    """

    weight: NotNegative = 0
    """Share of the tasks beyond the base, relative to the weights of the other providers."""
    base: NotNegative = 0
    """Tasks that run on this provider at least; one provider may have a base."""


class ClusterSettings(Strict):
    """The ECS cluster, and the log group of all containers."""

    name: Annotated[Name, Unique("cluster")]
    """Name of the ECS cluster."""
    log_group: Annotated[Name | Path, Unique("log group")]
    """Log group of all containers."""
    log_retention_days: LogRetentionDays
    """Days that logs are kept; 0 keeps them for ever."""
    key: LogsKey | None = None
    """KMS key of the log group."""
    container_insights: Literal["enabled", "disabled", "enhanced"] = "disabled"
    """CloudWatch Container Insights."""
    capacity_providers: list[Name] = []
    """Capacity providers that services of the cluster may use, such as `FARGATE_SPOT`."""
    default_strategy: dict[Name, ProviderShareSettings] = {}
    """Capacity provider = share of tasks, for services without a launch type and strategy of their own."""
    tags: Tags = {}


class TargetGroupSettings(Strict):
    """The target group of a service, and its health check."""

    name: Annotated[BalancerName, Unique("target group")]
    """Name of the target group."""
    health_check_path: Path
    """Path of the health check."""
    health_check_interval_seconds: Positive = 30
    """Seconds between health checks."""
    health_check_timeout_seconds: Positive = 5
    """Seconds until a health check fails."""
    healthy_threshold: Positive = 5
    """Successful checks until a target is healthy."""
    unhealthy_threshold: Positive = 2
    """Failed checks until a target is unhealthy."""
    health_check_matcher: str = "200"
    """HTTP codes of a healthy answer."""
    deregistration_delay_seconds: NotNegative = 300
    """Seconds that a leaving target may finish requests."""
    tags: Tags = {}


class AutoscalingSettings(Strict):
    """The number of tasks follows the average load, between `minimum` and `maximum`."""

    minimum: Positive
    """Least number of tasks."""
    maximum: Positive
    """Largest number of tasks."""
    cpu_percent: Share
    """Average CPU load that scaling aims at."""
    memory_percent: Share | None = None
    """Average memory load that scaling aims at."""
    scale_in_cooldown_seconds: NotNegative = 300
    """Seconds between two reductions."""
    scale_out_cooldown_seconds: NotNegative = 60
    """Seconds between two increases."""


class ServiceSettings(Strict):
    """One Fargate service with its task definition, security group and target group.

    Terraform sets `image` and `desired_count` once: application deploys own the running revision and the number of
    tasks afterwards. A service with a `capacity_provider` uses it instead of the launch type.
    """

    name: Name
    """Name of the ECS service."""
    family: Annotated[Name, Unique("family")]
    """Family of its task definitions."""
    image: str
    """Image of the first revision; later revisions come from application deploys."""
    cpu: Cpu
    """CPU units of a task; 1024 is one vCPU."""
    memory_mib: Positive
    """Memory of a task, in MiB."""
    desired_count: NotNegative
    """Tasks at the start; deploys and autoscaling change the number later."""
    container: Name | None = None
    """Name of the container; the service's key by default."""
    capacity_provider: Name | None = None
    """`FARGATE` or `FARGATE_SPOT`; without it the service uses the launch type."""
    log_prefix: Name
    """Prefix of the log streams."""
    subnets: list[SubnetKey]
    """Subnets in which tasks run."""
    security_group: GroupSettings
    database: bool
    """Tasks may reach the database."""
    port: Port | None = None
    """Port of the container; without it the service is a worker."""
    port_name: Name | None = None
    """Name of the port mapping."""
    port_protocol: Literal["http", "http2", "grpc"] | None = None
    """Application protocol of the port mapping."""
    target_group: TargetGroupSettings | None = None
    autoscaling: AutoscalingSettings | None = None
    environment: dict[str, str] = {}
    """Environment variables of the container."""
    parameters: dict[str, Annotated[Key, Ref("parameters")]] = {}
    """Variables that come from `[parameters]`: variable = key."""
    secrets: dict[str, SecretReference] = {}
    """Variables that come from `[secrets]`: variable = key, or `KEY:FIELD` for a field of a JSON secret."""
    log_options: dict[str, str] = {}
    """Further options of the awslogs driver."""
    container_more: JsonObject | None = None
    """Further members of the container definition, as JSON text."""
    read_only_root: bool = False
    """The container cannot write to its root file system, only to the folders of `scratch`."""
    scratch: dict[Key, Path] = {}
    """Volume = folder of the container that tasks may write; its content is gone when a task ends."""
    minimum_healthy_percent: Percent = 100
    """Least share of running tasks during a deployment."""
    maximum_percent: Percent = 200
    """Largest share of running tasks during a deployment."""
    circuit_breaker: bool = True
    """ECS stops a deployment whose tasks fail to start."""
    circuit_breaker_rollback: bool = True
    """A stopped deployment is rolled back."""
    health_check_grace_seconds: NotNegative = 0
    """Seconds after the start in which failed health checks do not count."""
    assign_public_ip: bool = False
    """Tasks get a public address."""
    execute_command: bool = False
    """`aws ecs execute-command` is possible."""
    ecs_managed_tags: bool = True
    """ECS tags tasks with cluster and service."""
    zone_rebalancing: Literal["ENABLED", "DISABLED"] = "DISABLED"
    """ECS moves tasks between zones to balance them."""
    architecture: Literal["X86_64", "ARM64"] | None = None
    """CPU architecture; not stated by default, which means X86_64."""
    definition_tags: Tags = {}
    """Tags of the task definition."""
    tags: Tags = {}

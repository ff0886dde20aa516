"""Services as the engines see them: containers, roles, load balancer, and the resources that they use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Injected:
    """A value that ECS injects when a task starts. `json_key` names a member of a secret's JSON; empty: the whole."""

    variable: str
    source: str
    json_key: str = ""


@dataclass(frozen=True, kw_only=True)
class Container:
    """A container. `log_group` is None if it does not log to CloudWatch; `creates_log_group`: awslogs-create-group.

    `log_streams` is the pattern of the names of its log streams.
    """

    name: str
    image: str
    ports: tuple[int, ...] = ()
    log_group: str | None = None
    log_streams: str = "*"
    creates_log_group: bool = False
    injected: tuple[Injected, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role. A document of None is not known; `boundary` is empty if there is none."""

    arn: str
    name: str
    trust: str | None
    documents: tuple[str | None, ...] = ()
    boundary: str | None = ""


@dataclass(frozen=True, kw_only=True)
class Balanced:
    """A target group into which a service registers a container's port."""

    target_group: str
    container: str
    port: int


@dataclass(frozen=True, kw_only=True)
class Service:
    """An ECS service and its task definition. `key` is its key in the settings, or its name without one.

    `containers` of None are not known. Roles are ARNs; an empty one is no role.
    """

    key: str
    name: str
    subnets: tuple[str, ...]
    groups: tuple[str, ...]
    public_ip: bool
    containers: tuple[Container, ...] | None
    execution_role: str = ""
    task_role: str = ""
    balanced: tuple[Balanced, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TargetGroup:
    """A target group. `health_port` of None is the traffic port."""

    arn: str
    name: str
    port: int
    vpc: str
    target_type: str = "ip"
    health_port: int | None = None


@dataclass(frozen=True, kw_only=True)
class ListenerRule:
    """A listener rule. Empty `paths` match every path; `narrower` is True if it has other conditions as well."""

    name: str
    priority: int
    paths: tuple[str, ...]
    targets: tuple[str, ...]
    narrower: bool = False


@dataclass(frozen=True, kw_only=True)
class Listener:
    """A listener; `targets` are those of its default action."""

    arn: str
    port: int
    protocol: str
    certificate: str = ""
    targets: tuple[str, ...] = ()
    redirects: bool = False
    rules: tuple[ListenerRule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LoadBalancer:
    """An application load balancer and its listeners."""

    arn: str
    name: str
    internal: bool
    subnets: tuple[str, ...]
    groups: tuple[str, ...]
    dns_name: str = ""
    listeners: tuple[Listener, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate; `issued` of None is not known."""

    arn: str
    names: tuple[str, ...]
    issued: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Database:
    """A database instance, with the subnets of its subnet group."""

    id: str
    host: str
    port: int
    subnets: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Store:
    """A thing with an ARN that a task uses by the AWS API: a queue, bucket, secret, parameter or repository.

    `policy` is its resource policy: empty is none, None is not known. `key` is its customer-managed KMS key, or empty.
    `value` is what a container refers to it by, such as a queue's URL.
    """

    kind: str
    name: str
    arn: str
    value: str = ""
    policy: str | None = ""
    key: str = ""
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class CacheRule:
    """A pull-through cache rule: repositories under the prefix are copies of the upstream registry's."""

    prefix: str
    upstream: str

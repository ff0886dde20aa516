"""Settings of the load balancer, its listener rules and its access logs."""

from typing import Annotated

from settings.types import BalancerName, Key, Name, PathPattern, Positive, Strict, Tags
from settings.unique_names import Unique


class ListenerRuleSettings(Strict):
    """Paths of the HTTPS listener that go to one service. The lowest priority is asked first."""

    priority: Positive
    paths: list[PathPattern]
    service: Key
    tags: Tags = {}


class AccessLogSettings(Strict):
    """Where the load balancer writes down every request: a key of `[buckets]` whose audience it is."""

    bucket: Key
    prefix: Name


class LoadBalancerSettings(Strict):
    """The internet-facing load balancer; HTTP is always redirected to HTTPS."""

    name: Annotated[BalancerName, Unique("load balancer")]
    subnets: list[Key]
    default_service: Key
    rules: dict[Key, ListenerRuleSettings]
    ssl_policy: Name
    idle_timeout_seconds: Positive = 60
    deletion_protection: bool = False
    drop_invalid_header_fields: bool = False
    access_logs: AccessLogSettings | None = None
    tags: Tags = {}

"""Settings of the load balancer, its listener rules and its access logs."""

from typing import Annotated

from modules.network.settings import SubnetKey
from modules.services.settings import ServiceSettings
from modules.storage.settings import BucketSettings
from settings.references import Ref
from settings.types import BalancerName, HostPattern, Key, Name, PathPattern, Positive, Strict, Tags
from settings.unique_names import Unique


def _has_a_target_group(service: ServiceSettings) -> bool:
    return service.target_group is not None


def _for_load_balancers(bucket: BucketSettings) -> bool:
    return bucket.audience == "load_balancer"


TargetKey = Annotated[Key, Ref("services", only=_has_a_target_group, described="[services] with a target group")]
_FOR_LOAD_BALANCERS = '[buckets] whose audience is "load_balancer"'


class ListenerRuleSettings(Strict):
    """A rule of the HTTPS listener, which sends requests for paths, for hosts, or for paths of hosts to a service.

    A rule has at most five patterns.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
    """

    priority: Positive
    """Order of the rule; the lowest number is evaluated first."""
    paths: list[PathPattern] = []
    """Path patterns of the rule; without them it is for every path."""
    hosts: list[HostPattern] = []
    """Host patterns of the rule, such as `admin.example.com`; without them it is for every host."""
    service: TargetKey
    """Service that gets the requests."""
    tags: Tags = {}


class AccessLogSettings(Strict):
    """The access logs of the load balancer."""

    bucket: Annotated[Key, Ref("buckets", only=_for_load_balancers, described=_FOR_LOAD_BALANCERS)]
    """Bucket for the access logs; its audience is `load_balancer`."""
    prefix: Name
    """Prefix of the log objects."""


class LoadBalancerSettings(Strict):
    """The internet-facing load balancer. HTTP is always redirected to HTTPS."""

    name: Annotated[BalancerName, Unique("load balancer")]
    """Name of the load balancer."""
    subnets: list[SubnetKey]
    """Subnets of the load balancer, in two zones at least."""
    default_service: TargetKey
    """Service that gets requests that no rule matches."""
    rules: dict[Key, ListenerRuleSettings]
    ssl_policy: Name
    """TLS policy of the HTTPS listener."""
    idle_timeout_seconds: Positive = 60
    """Seconds until an idle connection is closed."""
    deletion_protection: bool = False
    """AWS refuses to delete the load balancer."""
    drop_invalid_header_fields: bool = False
    """Invalid HTTP headers are removed."""
    access_logs: AccessLogSettings | None = None
    tags: Tags = {}

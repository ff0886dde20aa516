"""Settings of what the world sees: load balancer, listener rules, zone, host name and certificate."""

from typing import Literal

from envs.strict import BalancerName, Domain, Key, Name, PathPattern, Positive, Strict, Tags


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

    name: BalancerName
    subnets: list[Key]
    default_service: Key
    rules: dict[Key, ListenerRuleSettings]
    ssl_policy: Name
    idle_timeout_seconds: Positive = 60
    deletion_protection: bool = False
    drop_invalid_header_fields: bool = False
    access_logs: AccessLogSettings | None = None
    tags: Tags = {}


class DnsSettings(Strict):
    """The zone, the host in it, and the certificate of the host.

    The console points an alias at `dualstack.NAME`, other tools at the plain name: the same balancer, but
    other text. `wait_for_certificate` waits until ACM has validated it; that step cannot be imported, so it is
    for environments made from nothing.
    """

    zone: Domain
    zone_ownership: Literal["managed", "looked_up"]
    zone_comment: str = ""
    host: Domain
    certificate_names: list[Domain] = []
    wait_for_certificate: bool
    validation_ttl_seconds: Positive = 300
    alias_prefix: Literal["", "dualstack."] = "dualstack."
    evaluate_target_health: bool = True
    tags: Tags = {}

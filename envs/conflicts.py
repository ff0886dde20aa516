"""What must hold between the environments' files: each is a world of its own. In: all settings. Out: faults by file.

AWS itself would refuse some of it, halfway through an apply, and let one environment take the rest from another.
"""

import ipaddress
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from modules.settings import Settings
from settings.fault import Fault


@dataclass(frozen=True, kw_only=True)
class _Name:
    """A name that may be given once in its scope: everywhere, in an account, or in a region of one."""

    key: str
    kind: str
    scope: tuple[str, ...]
    name: str

    @property
    def taken(self) -> tuple[str, ...]:
        return (self.kind, *self.scope, self.name)


def between(environments: Mapping[str, Settings], *, adopted: Collection[str] = ()) -> Iterator[tuple[str, Fault]]:
    """Every fault between two of them, with the environment that must give way.

    That is either of them: which came first, no file says. But what was adopted was there before what was not.
    """
    for (name, one), (other, another) in permutations(sorted(environments.items()), 2):
        if other not in adopted or name in adopted:
            yield from ((other, fault) for fault in (*_networks(name, one, another), *_twice(name, one, another)))


def _networks(name: str, one: Settings, another: Settings) -> Iterator[Fault]:
    """Networks of one account and region: overlapping, they could never be joined, nor told apart in logs."""
    first, second = (ipaddress.IPv4Network(each.network.cidr) for each in (one, another))
    if one.aws == another.aws and first.overlaps(second):
        yield Fault("network.cidr", another.network.cidr, f"must not overlap {first} of {name}")


def _twice(name: str, one: Settings, another: Settings) -> Iterator[Fault]:
    taken = {each.taken: each for each in _names(one)}
    for each in _names(another):
        if each.taken in taken:
            yield Fault(each.key, each.name, f"must be another {each.kind} than {name}'s {taken[each.taken].key}")


def _names(settings: Settings) -> Iterator[_Name]:
    account = (settings.aws.account_id,)
    region = (*account, settings.aws.region)
    for key, kind, name in _everywhere(settings):
        yield _Name(key=key, kind=kind, scope=(), name=name)
    for key, name in _roles(settings):
        yield _Name(key=key, kind="role", scope=account, name=name)
    for key, kind, name in (*_placed(settings), *_kept(settings), *_run(settings)):
        yield _Name(key=key, kind=kind, scope=region, name=name)


def _everywhere(settings: Settings) -> Iterator[tuple[str, str, str]]:
    yield "state.key", "place of the state", f"{settings.state.bucket}/{settings.state.key}"
    yield "dns.host", "host", settings.dns.host
    yield from (("dns.certificate_names", "host", name) for name in settings.dns.certificate_names)
    if settings.dns.zone_ownership == "managed":
        yield "dns.zone", "zone", settings.dns.zone
    yield from ((f"{bucket.where}.name", "bucket", bucket.name) for bucket in settings.buckets.values())


def _roles(settings: Settings) -> Iterator[tuple[str, str]]:
    identity = settings.identity
    yield from ((f"{role.where}.name", role.name) for role in (identity.task, identity.execution, identity.deployer))
    if settings.network.flow_logs:
        yield "network.flow_logs.role", settings.network.flow_logs.role


def _placed(settings: Settings) -> Iterator[tuple[str, str, str]]:
    yield "load_balancer.name", "load balancer", settings.load_balancer.name
    yield "cluster.name", "cluster", settings.cluster.name
    yield "cluster.log_group", "log group", settings.cluster.log_group
    if settings.network.flow_logs:
        yield "network.flow_logs.log_group", "log group", settings.network.flow_logs.log_group
    if settings.notifications:
        yield "notifications.topic", "topic", settings.notifications.topic


def _kept(settings: Settings) -> Iterator[tuple[str, str, str]]:
    database, stripe = settings.database, settings.stripe
    yield "database.identifier", "database", database.identifier
    yield "database.subnet_group", "subnet group", database.subnet_group
    if database.parameter_group:
        yield "database.parameter_group.name", "parameter group", database.parameter_group.name
    for queue in settings.queues.values():
        yield f"{queue.where}.name", "queue", queue.name
        yield f"{queue.where}.dead_letter_name", "queue", queue.dead_letter_name
    yield from ((f"{each.where}.name", "parameter", each.name) for each in settings.parameters.values())
    yield "stripe.price_prefix", "namespace of prices", stripe.price_prefix
    yield "stripe.plan_prefix", "namespace of prices", stripe.plan_prefix
    yield from ((f"{each.where}.name", "secret", each.name) for each in settings.secrets.values())


def _run(settings: Settings) -> Iterator[tuple[str, str, str]]:
    for service in settings.services.values():
        yield f"{service.where}.family", "family", service.family
        if service.target_group:
            yield f"{service.where}.target_group.name", "target group", service.target_group.name
    yield from ((f"{image.where}.name", "repository", image.name) for image in settings.images.values())

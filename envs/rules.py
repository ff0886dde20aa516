"""What must hold between parts of the settings: each rule takes the parts it speaks of and yields faults.

A rule's parameters are named after sections of the file; it runs when those sections are sound by
themselves, so one mistake never hides another.
"""

import ipaddress
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from envs.data import BucketSettings, DatabaseSettings, ParameterSettings, QueueSettings, SecretSettings
from envs.network import EndpointSettings, NetworkSettings
from envs.services import ServiceSettings
from envs.settings import AwsSettings, GithubOidcSettings, GithubSettings, StateSettings
from envs.traffic import DnsSettings, LoadBalancerSettings

_TAKEN = ("database", "dbtest", "endpoints", "load_balancer")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a settings file: dotted key, the value there, the rule it breaks."""

    key: str
    value: object
    rule: str


def _unknown(key: str, names: Iterable[str], known: Iterable[str], of: str) -> Iterator[Fault]:
    known = sorted(known)
    for name in names:
        if name not in known:
            yield Fault(key, name, f"must be a key of {of}: {', '.join(known) or 'there are none'}")


def subnets_lie_in_the_vpc_apart(network: NetworkSettings, aws: AwsSettings) -> Iterator[Fault]:
    vpc = ipaddress.IPv4Network(network.cidr)
    seen: dict[str, ipaddress.IPv4Network] = {}
    for key, subnet in network.subnets.items():
        block = ipaddress.IPv4Network(subnet.cidr)
        where = f"network.subnets.{key}"
        if not block.subnet_of(vpc):
            yield Fault(f"{where}.cidr", subnet.cidr, f"must lie inside network.cidr {network.cidr}")
        for other, taken in seen.items():
            if block.overlaps(taken):
                yield Fault(f"{where}.cidr", subnet.cidr, f"must not overlap {other} ({taken})")
        seen[key] = block
        if not subnet.zone.startswith(aws.region):
            yield Fault(f"{where}.zone", subnet.zone, f"must be a zone of {aws.region}")
        yield from _unknown(
            f"{where}.route_table", [subnet.route_table], network.route_tables, "[network.route_tables]"
        )


def subnets_and_route_tables_have_names_of_their_own(network: NetworkSettings) -> Iterator[Fault]:
    for key in network.subnets:
        if key in network.route_tables:
            yield Fault(f"network.route_tables.{key}", key, "must not be named as a subnet: addresses are made of both")


def one_route_table_is_main_at_most(network: NetworkSettings) -> Iterator[Fault]:
    main = [key for key, table in network.route_tables.items() if table.main]
    if len(main) > 1:
        yield Fault("network.route_tables", ", ".join(main), "must have one main table at most")


def public_subnets_reach_the_internet(network: NetworkSettings) -> Iterator[Fault]:
    for key, subnet in network.subnets.items():
        table = network.route_tables.get(subnet.route_table)
        if table is not None and table.internet != (subnet.tier == "public"):
            rule = f"must fit the route table {subnet.route_table}, whose internet is {str(table.internet).lower()}"
            yield Fault(f"network.subnets.{key}.tier", subnet.tier, rule)


def endpoints_stand_in_the_network(endpoints: dict[str, EndpointSettings], network: NetworkSettings) -> Iterator[Fault]:
    for key, endpoint in endpoints.items():
        if endpoint.kind == "gateway":
            where, names = f"endpoints.{key}.route_tables", endpoint.route_tables
            yield from _unknown(where, names, network.route_tables, "[network.route_tables]")
        else:
            yield from _subnets(f"endpoints.{key}.subnets", endpoint.subnets, network)
    for service, count in Counter(endpoint.service for endpoint in endpoints.values()).items():
        if count > 1:
            yield Fault("endpoints", service, "must have one endpoint a service")


def the_load_balancer_finds_its_parts(
    load_balancer: LoadBalancerSettings, network: NetworkSettings, services: dict[str, ServiceSettings]
) -> Iterator[Fault]:
    yield from _subnets("load_balancer.subnets", load_balancer.subnets, network)
    targets = {key for key, service in services.items() if service.target_group}
    of = "[services] with a target group"
    yield from _unknown("load_balancer.default_service", [load_balancer.default_service], targets, of)
    for key, rule in load_balancer.rules.items():
        yield from _unknown(f"load_balancer.rules.{key}.service", [rule.service], targets, of)
    priorities = Counter(rule.priority for rule in load_balancer.rules.values())
    for priority, count in priorities.items():
        if count > 1:
            yield Fault("load_balancer.rules", priority, "must have each priority once")


def the_host_lies_in_the_zone(dns: DnsSettings) -> Iterator[Fault]:
    for key, names in (("host", [dns.host]), ("certificate_names", dns.certificate_names)):
        for name in names:
            if name != dns.zone and not name.endswith(f".{dns.zone}"):
                yield Fault(f"dns.{key}", name, f"must lie in dns.zone {dns.zone}")


def services_find_their_parts(
    services: dict[str, ServiceSettings],
    network: NetworkSettings,
    parameters: dict[str, ParameterSettings],
    secrets: dict[str, SecretSettings],
    database: DatabaseSettings,
) -> Iterator[Fault]:
    known = {*secrets, *(["database"] if database.master_password == "rds" else [])}
    for key, service in services.items():
        if key in _TAKEN:
            yield Fault(f"services.{key}", service.name, f"must not be named as a security group: {', '.join(_TAKEN)}")
        yield from _subnets(f"services.{key}.subnets", service.subnets, network)
        if service.target_group and service.port is None:
            yield Fault(f"services.{key}.port", None, "must be set where there is a target group")
        if service.memory_mib not in _memory_for(service.cpu):
            rule = f"must be a size Fargate offers for cpu {service.cpu}: {_words(_memory_for(service.cpu))}"
            yield Fault(f"services.{key}.memory_mib", service.memory_mib, rule)
        for variable, name in service.parameters.items():
            yield from _unknown(f"services.{key}.parameters.{variable}", [name], parameters, "[parameters]")
        for variable, reference in service.secrets.items():
            name = reference.partition(":")[0]
            yield from _unknown(f"services.{key}.secrets.{variable}", [name], known, "[secrets]")
        yield from _named_twice(key, service)


def _named_twice(key: str, service: ServiceSettings) -> Iterator[Fault]:
    names = Counter([*service.environment, *service.parameters, *service.secrets])
    for variable, count in names.items():
        if count > 1:
            yield Fault(f"services.{key}", variable, "must be set once among environment, parameters and secrets")


def the_database_finds_its_subnets(database: DatabaseSettings, network: NetworkSettings) -> Iterator[Fault]:
    yield from _subnets("database.subnets", database.subnets, network)
    for key in database.subnets:
        subnet = network.subnets.get(key)
        if subnet and subnet.tier != "private":
            yield Fault("database.subnets", key, "must be private subnets")
    if 0 < database.storage_max_gib < database.storage_gib:
        rule = f"must be 0 or at least storage_gib {database.storage_gib}"
        yield Fault("database.storage_max_gib", database.storage_max_gib, rule)


def parameters_have_one_source(
    parameters: dict[str, ParameterSettings],
    buckets: dict[str, BucketSettings],
    queues: dict[str, QueueSettings],
) -> Iterator[Fault]:
    sources = {"database.host", "database.port", "database.name"}
    sources |= {f"buckets.{key}.name" for key in buckets} | {f"queues.{key}.url" for key in queues}
    for key, parameter in parameters.items():
        if (parameter.source is None) == (parameter.value is None):
            yield Fault(f"parameters.{key}", parameter.name, "must have either source or value")
        elif parameter.source is not None and parameter.source not in sources:
            rule = f"must be one of {', '.join(sorted(sources))}"
            yield Fault(f"parameters.{key}.source", parameter.source, rule)


def autoscaling_has_bounds(services: dict[str, ServiceSettings]) -> Iterator[Fault]:
    for key, service in services.items():
        scaling = service.autoscaling
        if scaling and scaling.maximum < scaling.minimum:
            rule = f"must be at least the minimum {scaling.minimum}"
            yield Fault(f"services.{key}.autoscaling.maximum", scaling.maximum, rule)


def access_logs_have_a_bucket_of_their_own(
    load_balancer: LoadBalancerSettings, buckets: dict[str, BucketSettings]
) -> Iterator[Fault]:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"""
    kept_for_it = {key for key, bucket in buckets.items() if bucket.audience == "load_balancer"}
    if logs := load_balancer.access_logs:
        of = '[buckets] whose audience is "load_balancer"'
        yield from _unknown("load_balancer.access_logs.bucket", [logs.bucket], kept_for_it, of)
    for key in kept_for_it:
        if buckets[key].encryption != "AES256":
            rule = "must be AES256: load balancers know no other"
            yield Fault(f"buckets.{key}.encryption", buckets[key].encryption, rule)


def a_repository_has_both_its_numbers(github: GithubSettings) -> Iterator[Fault]:
    """Either alone says nothing: GitHub's subjects hold both or none."""
    if bool(github.owner_id) != bool(github.repository_id):
        missing = "repository_id" if github.owner_id else "owner_id"
        yield Fault(f"github.{missing}", 0, "must be known where the other number is: gh api repos/OWNER/REPO")


def a_state_in_the_cloud_has_a_workspace(state: StateSettings) -> Iterator[Fault]:
    if state.backend == "cloud" and state.cloud is None:
        yield Fault("state.cloud", None, "must be set, with organization and workspace, where backend is cloud")


def the_state_of_the_account_is_in_s3(state: StateSettings, github_oidc: GithubOidcSettings) -> Iterator[Fault]:
    """It holds the bucket that the others need, and is made before anything else."""
    if state.backend != "s3":
        yield Fault("state.backend", state.backend, "must be s3 for the account: it makes the bucket")


RULES = (
    subnets_lie_in_the_vpc_apart,
    subnets_and_route_tables_have_names_of_their_own,
    one_route_table_is_main_at_most,
    public_subnets_reach_the_internet,
    endpoints_stand_in_the_network,
    the_load_balancer_finds_its_parts,
    the_host_lies_in_the_zone,
    services_find_their_parts,
    the_database_finds_its_subnets,
    parameters_have_one_source,
    autoscaling_has_bounds,
    access_logs_have_a_bucket_of_their_own,
    a_repository_has_both_its_numbers,
    a_state_in_the_cloud_has_a_workspace,
    the_state_of_the_account_is_in_s3,
)


def _subnets(key: str, names: Iterable[str], network: NetworkSettings) -> Iterator[Fault]:
    yield from _unknown(key, names, network.subnets, "[network.subnets]")


def _memory_for(cpu: int) -> list[int]:
    """What Fargate offers, in MiB: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html."""
    sizes: dict[int, Any] = {
        256: [512, 1024, 2048],
        512: range(1024, 4097, 1024),
        1024: range(2048, 8193, 1024),
        2048: range(4096, 16385, 1024),
        4096: range(8192, 30721, 1024),
        8192: range(16384, 61441, 4096),
        16384: range(32768, 122881, 8192),
    }
    return list(sizes[cpu])


def _words(sizes: list[int]) -> str:
    return ", ".join(map(str, sizes)) if len(sizes) < 5 else f"{sizes[0]} to {sizes[-1]} by {sizes[1] - sizes[0]}"

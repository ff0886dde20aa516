"""Rules of the network: subnets in their VPC, route tables, endpoints in both."""

import ipaddress
from collections import Counter
from collections.abc import Iterator

from modules.endpoints.settings import EndpointSettings
from modules.network.references import in_subnets
from modules.network.settings import NetworkSettings
from settings.account import AwsSettings
from settings.fault import Fault, unknown


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
        yield from unknown(f"{where}.route_table", [subnet.route_table], network.route_tables, "[network.route_tables]")


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
            yield from unknown(where, names, network.route_tables, "[network.route_tables]")
        else:
            yield from in_subnets(f"endpoints.{key}.subnets", endpoint.subnets, network)
    for service, count in Counter(endpoint.service for endpoint in endpoints.values()).items():
        if count > 1:
            yield Fault("endpoints", service, "must have one endpoint a service")

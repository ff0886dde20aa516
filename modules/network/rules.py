"""Rules of the network settings: subnets, route tables and endpoints."""

import ipaddress
from collections import Counter
from collections.abc import Iterator

from modules.endpoints.settings import EndpointSettings
from modules.network.settings import NetworkSettings
from settings.account import AwsSettings
from settings.fault import Fault


def subnets_are_inside_the_vpc_and_do_not_overlap(network: NetworkSettings, aws: AwsSettings) -> Iterator[Fault]:
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


def subnets_and_route_tables_have_different_keys(network: NetworkSettings) -> Iterator[Fault]:
    for key in network.subnets:
        if key in network.route_tables:
            yield Fault(
                f"network.route_tables.{key}",
                key,
                "must not have the key of a subnet: their Terraform addresses would be the same",
            )


def at_most_one_route_table_is_main(network: NetworkSettings) -> Iterator[Fault]:
    main = [key for key, table in network.route_tables.items() if table.main]
    if len(main) > 1:
        yield Fault("network.route_tables", ", ".join(main), "must have at most one main table")


def tiers_match_the_route_tables(network: NetworkSettings) -> Iterator[Fault]:
    for key, subnet in network.subnets.items():
        table = network.route_tables.get(subnet.route_table)
        if table is not None and table.internet != (subnet.tier == "public"):
            rule = (
                f"must match the route table {subnet.route_table}, which has internet = {str(table.internet).lower()}"
            )
            yield Fault(f"network.subnets.{key}.tier", subnet.tier, rule)


def each_service_has_one_endpoint(endpoints: dict[str, EndpointSettings]) -> Iterator[Fault]:
    for service, count in Counter(endpoint.service for endpoint in endpoints.values()).items():
        if count > 1:
            yield Fault("endpoints", service, "must have at most one endpoint for each service")


RULES = (
    subnets_are_inside_the_vpc_and_do_not_overlap,
    subnets_and_route_tables_have_different_keys,
    at_most_one_route_table_is_main,
    tiers_match_the_route_tables,
    each_service_has_one_endpoint,
)

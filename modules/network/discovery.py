"""Finds VPCs, subnets and internet gateways; discovery_routes.py finds route tables.

Each type of the region is listed with one call. The match rules decide what belongs to the environment.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from aws.reader import Aws
from imports.matching.match_rules import Hits, by, home_of, same
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import live, tags
from modules.network import discovery_routes
from modules.settings import Settings
from terraform.expressions import references, value_at

Item = Mapping[str, Any]


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every VPC, subnet and internet gateway of the region."""
    listings = [
        ("describe_vpcs", "Vpcs"),
        ("describe_subnets", "Subnets"),
        ("describe_internet_gateways", "InternetGateways"),
        ("describe_route_tables", "RouteTables"),
    ]
    vpcs, subnets, gateways, tables = aws.each(lambda listing: aws.listing("ec2", *listing), listings)
    main = {table["VpcId"]: table for table in tables if discovery_routes.is_main(table)}
    own = {subnet: table for table in tables for subnet in discovery_routes.associated(table)}
    return [
        *(_vpc(vpc, main.get(vpc["VpcId"], {})) for vpc in vpcs),
        *(_subnet(one, own.get(one["SubnetId"]) or main.get(one["VpcId"], {})) for one in subnets),
        *(_gateway(gateway) for gateway in gateways),
    ]


def _vpc(vpc: Item, main: Item) -> Found:
    table = main.get("RouteTableId")
    facts = {"main_route_table_id": table, "default_route_table_id": table, "default": vpc.get("IsDefault", False)}
    return live("aws_vpc", vpc["VpcId"], {**facts, "cidr_block": vpc.get("CidrBlock"), "tags": tags(vpc)})


def _subnet(subnet: Item, table: Item) -> Found:
    """Returns a subnet. `route_table_id` and `public` (a route to the internet) are facts of ours, not of Terraform."""
    facts = {
        "vpc_id": subnet["VpcId"],
        "cidr_block": subnet.get("CidrBlock"),  # a subnet of IPv6 alone has none
        "availability_zone": subnet["AvailabilityZone"],
        "map_public_ip_on_launch": subnet.get("MapPublicIpOnLaunch", False),
        "tags": tags(subnet),
        "public": discovery_routes.leads_to_internet(table),
        "route_table_id": table.get("RouteTableId"),
    }
    return live("aws_subnet", subnet["SubnetId"], facts)


def _gateway(gateway: Item) -> Found:
    vpc_id = next((one["VpcId"] for one in gateway.get("Attachments", [])), None)
    return live("aws_internet_gateway", gateway["InternetGatewayId"], {"vpc_id": vpc_id, "tags": tags(gateway)})


def _wanted_place(declared: Declared, match_state: MatchState) -> Hashable | None:
    zone = match_state.value(declared, "availability_zone")
    return (match_state.value(declared, "vpc_id"), zone, _declared_public(declared, match_state)) if zone else None


def _declared_public(declared: Declared, match_state: MatchState) -> bool:
    """Returns True if the code gives the subnet's route table a route to an internet gateway."""
    own = match_state.users(declared.address, type_="aws_route_table_association", path="subnet_id")
    tables = {table for one in own for table in references(one.arguments.get("route_table_id"))}
    if not tables:
        tables = {one.address for one in match_state.declared.values() if one.type == "aws_default_route_table"}
    ways = [way for table in tables for way in match_state.users(table, type_="aws_route", path="route_table_id")]
    return any("aws_internet_gateway" in str(way.arguments.get("gateway_id")) for way in ways)


def _live_place(found: Found) -> Hashable | None:
    return found.facts["vpc_id"], found.facts["availability_zone"], found.facts["public"]


holds_the_load_balancer = home_of(
    "aws_lb", "aws_lb_target_group", "aws_db_subnet_group", "aws_db_instance", path="vpc_id"
)

_of_the_cidr = by("cidr_block")


def has_the_cidr(declared: Declared, match_state: MatchState) -> Hits:
    """Returns the VPCs with the declared CIDR in which something has a declared name.

    A VPC without a name may also have the CIDRs of all declared subnets. Any other belongs to somebody else, who chose
    the same CIDR.
    """
    hits = _of_the_cidr(declared, match_state)
    ours = [vpc for vpc in hits.found if _holds_ours(vpc, match_state) or _laid_out_alike(vpc, match_state)]
    return Hits(by=hits.by, found=ours)


def _laid_out_alike(vpc: Found, match_state: MatchState) -> bool:
    declared = {one.arguments.get("cidr_block") for one in match_state.declared.values() if one.type == "aws_subnet"}
    subnets = match_state.found.get("aws_subnet", ())
    inside = {one.facts["cidr_block"] for one in subnets if one.facts.get("vpc_id") == vpc.id}
    return not value_at(vpc.facts, "tags.Name") and declared <= inside


def _holds_ours(vpc: Found, match_state: MatchState) -> bool:
    for type_, path in (("aws_security_group", "name"), ("aws_subnet", "tags.Name")):
        ours = {value_at(one.arguments, path) for one in match_state.declared.values() if one.type == type_} - {None}
        inside = [live for live in match_state.found.get(type_, ()) if live.facts.get("vpc_id") == vpc.id]
        if any(value_at(live.facts, path) in ours for live in inside):
            return True
    return False


by_zone_and_route = same("vpc, zone and route to the internet", wanted=_wanted_place, key=_live_place)

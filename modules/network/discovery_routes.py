"""Finds route tables, routes and associations.

The main table of a VPC is Terraform's aws_default_route_table, imported by the id of the VPC.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.matching.match_rules import Hits, same
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import live, tags
from modules.settings import Settings
from terraform.expressions import Unresolved

Table = Mapping[str, Any]
ANYWHERE = "0.0.0.0/0"
_DESTINATIONS = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every route table of the region, with its routes and associations."""
    return [part for table in listed(aws) for part in _shaped(table)]


def listed(aws: Aws) -> Sequence[Table]:
    """Returns the route tables of the region as AWS describes them."""
    return aws.listing("ec2", "describe_route_tables", "RouteTables")


def is_main(table: Table) -> bool:
    """Returns True for the main table of a VPC, which serves subnets without an association."""
    return any(association.get("Main") for association in table.get("Associations", []))


def associated(table: Table) -> list[str]:
    """Returns the ids of the subnets with an association to the table."""
    return sorted(one["SubnetId"] for one in table.get("Associations", []) if "SubnetId" in one)


def leads_to_internet(table: Table) -> bool:
    """Returns True if the default route goes to an internet gateway."""
    return any(
        route.get("DestinationCidrBlock") == ANYWHERE and str(route.get("GatewayId", "")).startswith("igw-")
        for route in table.get("Routes", [])
    )


def _shaped(table: Table) -> list[Found]:
    id_, vpc_id, subnets = table["RouteTableId"], table["VpcId"], associated(table)
    facts = {"id": id_, "vpc_id": vpc_id, "tags": tags(table), "subnet_ids": subnets}
    if is_main(table):
        shaped = [live("aws_default_route_table", vpc_id, {**facts, "default_route_table_id": id_})]
    else:
        shaped = [live("aws_route_table", id_, facts)]
    for subnet in subnets:
        association = {"subnet_id": subnet, "route_table_id": id_}
        shaped.append(live("aws_route_table_association", f"{subnet}/{id_}", association))
    for route in table.get("Routes", []):
        if _was_added(route):
            to = _destination(route)
            way = {"route_table_id": id_, "to": to, "gateway_id": route.get("GatewayId")}
            shaped.append(live("aws_route", f"{id_}_{to}", way, name=f"{to} of {id_}"))
    return shaped


def _was_added(route: Mapping[str, Any]) -> bool:
    """Returns False for the local route, and for routes that a gateway endpoint or a virtual gateway added."""
    by_itself = str(route.get("GatewayId", "")).startswith(("local", "vpce-"))
    return not by_itself and route.get("Origin", "CreateRoute") == "CreateRoute"


def _destination(route: Mapping[str, Any]) -> str:
    keys = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    return next(str(route[key]) for key in keys if route.get(key))


def _wanted_route(declared: Declared, match_state: MatchState) -> Hashable | None:
    to = next((value for path in _DESTINATIONS if (value := match_state.value(declared, path))), None)
    return (match_state.value(declared, "route_table_id"), to) if to else None


def _live_route(found: Found) -> Hashable | None:
    return found.facts["route_table_id"], found.facts["to"]


def serves_its_subnets(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the tables of the live subnets that the code associates with the declared table."""
    users = match_state.users(declared.address, type_="aws_route_table_association", path="route_table_id")
    subnets, waits_for = set(), []
    for user in users:
        try:
            subnets.add(match_state.value(user, "subnet_id"))
        except Unresolved as reason:
            waits_for.append(reason)
    if waits_for and not subnets:
        raise waits_for[0]
    tables = [table for table in match_state.found.get(declared.type, []) if subnets & set(table.facts["subnet_ids"])]
    return Hits(by="the subnets associated with it", found=tables)


def in_a_route_table(found: Found, match_state: MatchState) -> str | None:
    tables = match_state.words("aws_route_table") | match_state.words("aws_default_route_table")
    return "in a route table of the environment" if found.facts["route_table_id"] in tables else None


by_destination = same("route table and destination", wanted=_wanted_route, key=_live_route)

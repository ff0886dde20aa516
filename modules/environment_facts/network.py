"""VPCs, subnets, routes and NAT gateways of the model. In: resources in Terraform's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modules.environment_facts.acls import acl_of_subnets, acls
from modules.environment_facts.endpoints import endpoints
from modules.environment_facts.security_groups import groups
from modules.environment_facts.things import Thing, Things
from reach.model.network import Nat, Network, Route, RouteTable, Subnet, Target, Vpc
from terraform.plan.values import blocks

_TARGETS = {
    "nat_gateway_id": Target.NAT,
    "gateway_id": Target.INTERNET,
    "transit_gateway_id": Target.OTHER,
    "vpc_peering_connection_id": Target.OTHER,
    "network_interface_id": Target.OTHER,
    "instance_id": Target.OTHER,
    "egress_only_gateway_id": Target.OTHER,
    "vpc_endpoint_id": Target.OTHER,
    "local_gateway_id": Target.OTHER,
    "carrier_gateway_id": Target.OTHER,
    "core_network_arn": Target.OTHER,
}


def network(things: Things) -> Network:
    """Returns the network of an environment."""
    tables = {table.id: table for table in _tables(things)}
    by_subnet = _own_tables(things)
    by_acl = acl_of_subnets(things)
    subnets = [_subnet(things, one, by_subnet, by_acl) for one in things.of("aws_subnet")]
    return Network(
        vpcs={things.text(one, "id"): _vpc(things, one) for one in things.of("aws_vpc")},
        subnets={subnet.id: subnet for subnet in subnets},
        route_tables=tables,
        acls={acl.id: acl for acl in acls(things)},
        groups={group.id: group for group in groups(things)},
        endpoints=tuple(endpoints(things)),
        nats={things.text(one, "id"): _nat(things, one) for one in things.of("aws_nat_gateway")},
    )


def _vpc(things: Things, vpc: Thing) -> Vpc:
    id_ = things.text(vpc, "id")
    gateways = [*things.of("aws_internet_gateway"), *things.of("aws_internet_gateway_attachment")]
    return Vpc(
        id=id_,
        name=things.name(vpc),
        dns_support=bool(things.get(vpc, "enable_dns_support", True)),
        dns_hostnames=bool(things.get(vpc, "enable_dns_hostnames", False)),
        internet_gateway=any(things.get(one, "vpc_id") == id_ for one in gateways),
    )


def _subnet(things: Things, subnet: Thing, tables: Mapping[str, str], acl: Mapping[str, str]) -> Subnet:
    id_, vpc = things.text(subnet, "id"), things.text(subnet, "vpc_id")
    return Subnet(
        id=id_,
        name=things.name(subnet),
        vpc=vpc,
        cidr=str(things.get(subnet, "cidr_block", "")),
        zone=str(things.get(subnet, "availability_zone", "")),
        route_table=tables.get(id_) or tables.get(vpc, ""),
        acl=acl.get(id_, ""),
    )


def _own_tables(things: Things) -> dict[str, str]:
    """Returns subnet or VPC -> id of its route table: the associated one, and the main one of the VPC."""
    found = {things.text(one, "id"): things.text(one, "main_route_table_id") for one in things.of("aws_vpc")}
    for vpc in things.of("aws_vpc"):
        ours = things.text(vpc, "default_route_table_id")
        for table in things.of("aws_default_route_table"):
            if things.text(table, "default_route_table_id") in (ours, things.text(vpc, "main_route_table_id")):
                found[things.text(vpc, "id")] = things.text(table, "id")
    for one in things.of("aws_main_route_table_association"):
        found[things.text(one, "vpc_id")] = things.text(one, "route_table_id")
    for one in things.of("aws_route_table_association"):
        found[things.text(one, "subnet_id")] = things.text(one, "route_table_id")
    return found


def _tables(things: Things) -> Iterator[RouteTable]:
    written: dict[str, list[Route]] = {}
    for route in things.of("aws_route"):
        way = {name: things.get(route, name) for name in (*_TARGETS, "destination_cidr_block", "state")}
        written.setdefault(things.text(route, "route_table_id"), []).extend(_route(way))
    for type_ in ("aws_route_table", "aws_default_route_table"):
        for table in things.of(type_):
            id_ = things.text(table, "id")
            inline = [route for block in blocks(things.get(table, "route", [])) for route in _route(block)]
            routes = tuple(dict.fromkeys([*inline, *written.get(id_, [])]))
            yield RouteTable(id=id_, name=things.name(table), routes=routes)


def _route(values: Mapping[str, Any]) -> Iterator[Route]:
    """Yields a route to IPv4 addresses; routes to prefix lists are those of gateway endpoints."""
    destination = values.get("destination_cidr_block") or values.get("cidr_block")
    target = next(((kind, values[name]) for name, kind in _TARGETS.items() if values.get(name)), None)
    if destination and target and target[1] != "local":
        kind, id_ = target
        if kind is Target.INTERNET and str(id_).startswith(("vgw-", "aws_vpn_gateway.", "vpce-")):
            kind = Target.OTHER
        active = values.get("state") != "blackhole"
        yield Route(destination=str(destination), kind=kind, target=str(id_), active=active)


def _nat(things: Things, nat: Thing) -> Nat:
    return Nat(
        id=things.text(nat, "id"),
        name=things.name(nat),
        subnet=things.text(nat, "subnet_id"),
        public=things.get(nat, "connectivity_type", "public") == "public",
    )

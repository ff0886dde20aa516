"""Fills in the forms of network and endpoints: as a person or the "VPC and more" wizard lays them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network

from sandbox.handmade.console import REFERENCE_REGION
from sandbox.handmade.endpoints import DEV_ENDPOINTS, INTERFACES, EndpointsForm
from sandbox.handmade.network import DEV_NETWORK, MAIN, NetworkForm, RouteTableForm, SubnetForm
from sandbox.seeded.tags import more_tags

TIERS = ("public", "private")
GATEWAYS = frozenset({"s3", "dynamodb"})


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """The prefix length of the subnets, and the number of such blocks before the private ones."""

    prefix: int
    private_from: int


SIZES = {
    "/24 each": Sizes(prefix=24, private_from=10),
    "large, by the wizard": Sizes(prefix=20, private_from=8),
    "small": Sizes(prefix=26, private_from=16),
}


def fill_network(choices: Mapping[str, str]) -> NetworkForm:
    """Fills in VPC, subnets in each zone, and route tables."""
    zones, style = choices["network.zones"].split(), choices["network.names"]
    tables = _tables(choices["network.routes"], zones, style)
    return replace(
        DEV_NETWORK,
        cidr=choices["network.cidr"],
        subnets=tuple(_subnet(choices, tier, zone, tables) for tier in TIERS for zone in zones),
        tables=tables,
        gateway_name="counterpromo-dev-igw" if choices["network.gateway"] == "named" else None,
        internet_on_main=choices["network.routes"] == "public on main",
        tags=more_tags(choices["network.tags"]),
    )


def _subnet(choices: Mapping[str, str], tier: str, zone: str, tables: tuple[RouteTableForm, ...]) -> SubnetForm:
    zones, made = choices["network.zones"].split(), {table.key for table in tables}
    place = zones.index(zone)
    return SubnetForm(
        tier=tier,
        zone=zone,
        cidr=_cidr(choices, tier, place),
        name=_subnet_name(choices["network.names"], tier, zone, place),
        table=next((key for key in (tier, f"{tier} {zone}") if key in made), MAIN),
        public_ip_on_launch=tier == "public" and choices["network.public_ips"] == "on",
        tags=more_tags(choices["network.tags"]) if place == 0 else {},
    )


def _cidr(choices: Mapping[str, str], tier: str, place: int) -> str:
    """Returns a subnet's range: a sixteenth of the VPC if the VPC is too small for the wizard's /20."""
    vpc, sizes = IPv4Network(choices["network.cidr"]), SIZES[choices["network.sizes"]]
    subnets = list(vpc.subnets(new_prefix=max(sizes.prefix, vpc.prefixlen + 4)))
    return str(subnets[place + (sizes.private_from if tier == "private" else 0)])


def _subnet_name(style: str, tier: str, zone: str, place: int) -> str | None:
    names = {
        "reference": f"counterpromo-dev-{tier}-{zone}",
        "wizard": f"counterpromo-dev-subnet-{tier}{place + 1}-{REFERENCE_REGION}{zone}",
    }
    return names.get(style)


def _tables(routes: str, zones: list[str], style: str) -> tuple[RouteTableForm, ...]:
    """Returns the route tables that somebody made; subnets without one use the main table."""
    named = style != "none"
    public = RouteTableForm(key="public", name="counterpromo-dev-rtb-public" if named else None, internet=True)
    private = RouteTableForm(key="private", name="counterpromo-dev-rtb-private" if named else None)
    one_a_zone = tuple(
        RouteTableForm(
            key=f"private {zone}",
            name=f"counterpromo-dev-rtb-private{place}-{REFERENCE_REGION}{zone}" if named else None,
        )
        for place, zone in enumerate(zones, start=1)
    )
    return {
        "private on main": (public,),
        "a private table": (public, private),
        "a private table a zone": (public, *one_a_zone),
        "public on main": (private,),
    }[routes]


def fill_endpoints(choices: Mapping[str, str], network: NetworkForm) -> EndpointsForm:
    """Fills in gateways in route tables and interfaces in subnets."""
    private = tuple(dict.fromkeys(subnet.table for subnet in network.subnets if subnet.tier == "private"))
    every = tuple(dict.fromkeys(subnet.table for subnet in network.subnets))
    return replace(
        DEV_ENDPOINTS,
        gateways={
            "s3": every if choices["endpoints.s3"] == "in every table" else private,
            "dynamodb": private if choices["endpoints.dynamodb"] == "made" else None,
        },
        subnets=1 if choices["endpoints.subnets"] == "the first private one" else None,
        names={
            "on each": GATEWAYS | frozenset(INTERFACES),
            "on gateways": GATEWAYS,
            "on none": frozenset[str](),
        }[choices["endpoints.names"]],
    )

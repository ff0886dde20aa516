"""Guards VPC, subnets, routes and endpoints: routes to the internet, and access to AWS.

https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guard.address_ranges import is_wide
from guard.arguments import NOT_HERE, REPLACES, Harmless
from guard.attribute_rules import Watch, changed, exchanged, off, on
from guard.checks.outside_users import used_by
from guard.expected import Expected
from guard.owned_elsewhere import Key, all_within, blocks, key, unchanged
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.change import MAKING, Change
from terraform.plan.configuration import references
from terraform.plan.plan import Plan
from terraform.plan.values import empty

_REPORTED = Severity.REPORTED
VPC = (
    Watch(attribute="enable_dns_support", worse=off, rule="name-resolution-off"),
    Watch(attribute="enable_dns_hostnames", worse=off, rule="name-resolution-off"),
    Watch(attribute="cidr_block", worse=changed, rule="network-moved"),
    Watch(attribute="assign_generated_ipv6_cidr_block", worse=changed, rule="network-moved"),
    Watch(attribute="ipv6_cidr_block", worse=changed, rule="network-moved"),
    Watch(attribute="ipv6_cidr_block_network_border_group", worse=changed, rule="network-moved"),
    Watch(attribute="ipv6_ipam_pool_id", worse=changed, rule="network-moved"),
    Watch(attribute="ipv6_netmask_length", worse=changed, rule="network-moved"),
    Watch(attribute="instance_tenancy", worse=changed, rule="capacity-changed", severity=_REPORTED),
)
SUBNET = (
    Watch(
        attribute="map_public_ip_on_launch",
        worse=on,
        rule="public-access",
        default=False,
        default_severity=_REPORTED,
    ),
    Watch(attribute="cidr_block", worse=changed, rule="network-moved"),
    Watch(attribute="availability_zone", worse=changed, rule="network-moved"),
    Watch(
        attribute="assign_ipv6_address_on_creation",
        worse=on,
        rule="public-access",
        default=False,
        default_severity=_REPORTED,
    ),
    Watch(
        attribute="map_customer_owned_ip_on_launch",
        worse=on,
        rule="public-access",
        default=False,
        default_severity=_REPORTED,
    ),
    Watch(attribute="ipv6_cidr_block", worse=changed, rule="network-moved"),
)
ROUTE_TABLE_ASSOCIATION = (
    Watch(attribute="route_table_id", worse=changed, rule="route-changed"),
    Watch(attribute="subnet_id", worse=changed, rule="route-changed"),
    Watch(attribute="gateway_id", worse=changed, rule="route-changed"),
)
INTERNET_GATEWAY = (Watch(attribute="vpc_id", worse=changed, rule="network-moved"),)
INSTANCE = (
    Watch(attribute="associate_public_ip_address", worse=on, rule="public-access", default=False),
    Watch(attribute="disable_api_termination", worse=off, rule="deletion-protection-off"),
    Watch(attribute="vpc_security_group_ids", worse=exchanged, rule="service-network"),
    Watch(attribute="iam_instance_profile", worse=changed, rule="role-exchanged"),
    Watch(attribute="user_data", worse=changed, rule="container-privileged"),
)
EIP = (Watch(attribute="instance", worse=changed, rule="public-access", default=""),)
# These take over what came with the VPC or the account, and remove from it all that they do not know.
# https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/default_security_group
_TAKING_OVER = frozenset(
    {
        "aws_default_network_acl",
        "aws_default_security_group",
        "aws_default_subnet",
        "aws_default_vpc",
        "aws_default_vpc_dhcp_options",
    }
)
_TARGETS = (
    "gateway_id",
    "nat_gateway_id",
    "transit_gateway_id",
    "network_interface_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
    "egress_only_gateway_id",
    "local_gateway_id",
    "carrier_gateway_id",
    "core_network_arn",
)
_DESTINATIONS = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")
ROUTE_ARGUMENTS = ("route_table_id", *_DESTINATIONS, *_TARGETS)
_SHOWN_DESTINATIONS = ("cidr_block", "ipv6_cidr_block", "destination_prefix_list_id")  # in a table's own list
_TABLES = ("aws_route_table", "aws_default_route_table")
DEFAULT_ROUTE_TABLE = (Watch(attribute="propagating_vgws", worse=changed, rule="route-changed"),)
DEFAULT_ROUTE_TABLE_HARMLESS: Harmless = {
    REPLACES: ("default_route_table_id",),
}
ROUTE_TABLE = (Watch(attribute="propagating_vgws", worse=changed, rule="route-changed"),)
ROUTE_TABLE_HARMLESS: Harmless = {
    REPLACES: ("vpc_id",),
}
ROUTE_TABLE_ASSOCIATION_HARMLESS: Harmless = {}
ROUTE_HARMLESS: Harmless = {}
INTERNET_GATEWAY_HARMLESS: Harmless = {}
SUBNET_HARMLESS: Harmless = {
    REPLACES: (
        "vpc_id",
        "availability_zone_id",
        "outpost_arn",
        "ipv6_native",
    ),
    NOT_HERE: (
        "customer_owned_ipv4_pool",
        "enable_lni_at_device_index",
    ),
    "instances get other names or translated addresses; tasks of Fargate do not use them": (
        "enable_dns64",
        "enable_resource_name_dns_*",
        "private_dns_hostname_type_on_launch",
    ),
}
VPC_HARMLESS: Harmless = {
    REPLACES: (
        "ipv4_ipam_pool_id",
        "ipv4_netmask_length",
    ),
    "AWS counts addresses, and changes none": ("enable_network_address_usage_metrics",),
}


_ASSOCIATION = "aws_route_table_association"


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Checks routes, inline routes of a table, and resources that take over what came with the VPC."""
    for change in plan.managed:
        if change.verb not in MAKING:
            continue
        if change.type in _TAKING_OVER and not _of_a_new_vpc(change, plan):
            yield _taken_over(change, expected)
        elif change.type == "aws_route":
            yield from _route(change, plan=plan, expected=expected, mode=mode)
        elif change.type in _TABLES:
            yield from _inline(change)
        elif change.type == _ASSOCIATION and mode is Mode.STEADY and _moves_a_subnet(change):
            yield finding_on("route-changed", change)


def _moves_a_subnet(change: Change) -> bool:
    """Returns True if a subnet leaves the main route table. The id of a new subnet is known after the apply only."""
    subnet = change.at("subnet_id")
    return change.verb == "create" and not subnet.unknown and bool(subnet.after)


def _taken_over(change: Change, expected: Expected) -> Finding:
    """Returns a finding: reported if AWS was asked, and nothing uses the group that the plan closes."""
    users = expected.users.get(change.address)
    if users is None or change.verb != "create" or any(change.at(name).after for name in ("ingress", "egress")):
        return finding_on("default-taken-over", change)
    if users:
        return finding_on("default-taken-over", change, used_by(users))
    return finding_on("default-taken-over", change, "nothing uses it", severity=_REPORTED)


def _of_a_new_vpc(change: Change, plan: Plan) -> bool:
    """Returns True if the plan also makes the VPC: nothing uses what comes with it yet."""
    owners = set(references(plan.written, change.address, "vpc_id"))
    made = {one.address for one in plan.of_type("aws_vpc") if one.verb == "create"}
    return change.verb == "create" and bool(owners) and owners <= made


def _route(change: Change, *, plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    if change.verb != "create":
        if any(changed(*_pair(change, name)) for name in (*_TARGETS, *_DESTINATIONS, "route_table_id")):
            yield finding_on("route-changed", change)
        return
    destinations = [change.at(name) for name in _DESTINATIONS]
    wide = any(side.unknown or is_wide(side.after) for side in destinations[:2])
    if wide and not (mode is Mode.CREATE and _is_allowed(change, plan=plan, expected=expected)):
        yield finding_on("route-opened", change)
    elif not wide and mode is Mode.STEADY:
        yield finding_on("route-added", change, severity=_REPORTED)


def _is_allowed(change: Change, *, plan: Plan, expected: Expected) -> bool:
    """Returns True if the settings allow the route: through a NAT gateway, or from a public table to the internet.

    The configuration shows a NAT gateway that the same plan creates.
    """
    openings = expected.openings
    if change.after.get("nat_gateway_id") or references(plan.written, change.address, "nat_gateway_id"):
        return True
    names = _table_names(change, plan)
    return bool(names & openings.tables) if names else change.address in openings.addresses


def _table_names(change: Change, plan: Plan) -> set[str]:
    """Returns the Name tags of the route table."""
    addresses = references(plan.written, change.address, "route_table_id")
    id_ = change.after.get("route_table_id")
    tables = [one for one in plan.of_type(*_TABLES) if one.address in addresses or (id_ and one.after.get("id") == id_)]
    return {str((one.after.get("tags") or {}).get("Name", one.address)) for one in tables}


def _inline(change: Change) -> Iterator[Finding]:
    """Checks the inline routes of a table. They are unknown at creation where routes are resources of their own."""
    sides = change.at("route")
    if change.verb == "create":
        wide = any(_leads_out(route) for route in sides.after or [] if isinstance(route, Mapping))
        if wide:
            yield finding_on("route-opened", change)
    elif sides.unknown or changed(sides.before, sides.after):
        yield finding_on("route-changed", change)


def _leads_out(route: Mapping[str, Any]) -> bool:
    return is_wide(route.get("cidr_block")) or is_wide(route.get("ipv6_cidr_block"))


def _pair(change: Change, name: str) -> tuple[Any, Any]:
    """Returns both sides; an unknown value differs from any other."""
    sides = change.at(name)
    return sides.before, object() if sides.unknown else sides.after


def routes(shown: Any, table: Change, plan: Plan) -> bool:
    """Returns True if routes of this code explain every route that the table shows."""
    return all_within(_shown_destinations(shown), _declared_destinations(table, plan))


def _shown_destinations(value: Any) -> Iterator[Key]:
    for route in blocks(value):
        yield key(next((route[name] for name in _SHOWN_DESTINATIONS if not empty(route.get(name))), None))


def _declared_destinations(table: Change, plan: Plan) -> set[Key]:
    return {
        key(route.after[name])
        for route in unchanged(plan, "aws_route")
        if route.after.get("route_table_id") == table.after.get("id")
        for name in _DESTINATIONS
        if not empty(route.after.get(name))
    }

"""Finds users of subnets, VPCs, security groups, route tables and NAT gateways: network interfaces, subnets, routes.

AWS names the owner of a network interface in its description:
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aws.reader import Aws
from modules.outside_user import Item, User, user
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import texts

# What the description says of the owner -> how a person knows it. The group is an id that the state has if it is ours.
_OWNERS = (
    (re.compile(r"ELB ((?:app|net|gwy)/([^/]+)/\w+)"), "load balancer {1}"),
    (re.compile(r"VPC Endpoint Interface (vpce-\w+)"), "VPC endpoint {0}"),
    (re.compile(r"Interface for NAT Gateway (nat-\w+)"), "NAT gateway {0}"),
    (re.compile(r"AWS Lambda VPC ENI-(.+?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?"), "Lambda function {0}"),
)
# Interfaces without an id of their owner: they are ours if a resource of this type refers to the same place.
_WITHOUT_ID = (
    (re.compile(r"arn:aws[\w-]*:ecs:[^ ]*:attachment/.*"), "ECS task", "aws_ecs_service"),
    (re.compile(r"RDSNetworkInterface"), "RDS instance", "aws_db_instance"),
)


def of_subnet(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the owners of the network interfaces in a subnet."""
    return interfaces(aws, change, plan, filter_="subnet-id")


def of_vpc(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the owners of the network interfaces in a VPC."""
    return interfaces(aws, change, plan, filter_="vpc-id")


def of_route_table(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the subnets and gateways that a route table is associated with."""
    tables = aws.listing("ec2", "describe_route_tables", "RouteTables", Filters=_by("route-table-id", change))
    for association in (each for table in tables for each in table.get("Associations", [])):
        place = association.get("SubnetId") or association.get("GatewayId") or "its VPC, as the main route table"
        yield user(f"association with {place}", association.get("RouteTableAssociationId"))


def of_nat_gateway(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the route tables with a route to a NAT gateway."""
    for table in aws.listing(
        "ec2", "describe_route_tables", "RouteTables", Filters=_by("route.nat-gateway-id", change)
    ):
        yield user(f"route table {table['RouteTableId']}", table["RouteTableId"])


def interfaces(aws: Aws, change: Change, plan: Plan, *, filter_: str) -> Iterator[User]:
    """Yields the owners of the network interfaces that a filter of DescribeNetworkInterfaces selects."""
    return interfaces_in(aws, str(change.before.get("id")), plan, filter_=filter_)


def interfaces_in(aws: Aws, place: str, plan: Plan, *, filter_: str) -> Iterator[User]:
    """Yields the owners of the network interfaces in a place: the id of a subnet, a VPC or a security group."""
    wanted = [{"Name": filter_, "Values": [place]}]
    for interface in aws.listing("ec2", "describe_network_interfaces", "NetworkInterfaces", Filters=wanted):
        yield _owner(interface, place=place, plan=plan)


def _owner(interface: Item, *, place: str, plan: Plan) -> User:
    id_, description = interface["NetworkInterfaceId"], interface.get("Description", "")
    if instance := interface.get("Attachment", {}).get("InstanceId"):
        return user(f"EC2 instance {instance}", id_, instance)
    for pattern, says in _OWNERS:
        if found := pattern.fullmatch(description):
            return user(says.format(*found.groups()), id_, found[1])
    for pattern, says, type_ in _WITHOUT_ID:
        if pattern.fullmatch(description):
            ours = any(_refers(each, place) for each in plan.of_type(type_))
            return user(f"{says} with network interface {id_}", id_, place if ours else "")
    return user(f"network interface {id_} ({description or 'no description'})", id_)


def _refers(resource: Change, place: str) -> bool:
    """Returns True if a resource of this code is in a place. A database names its subnet group, not its subnets."""
    return place in texts(resource.before) or (resource.type == "aws_db_instance" and not place.startswith("sg-"))


def _by(filter_: str, change: Change) -> list[dict[str, object]]:
    return [{"Name": filter_, "Values": [str(change.before.get("id"))]}]

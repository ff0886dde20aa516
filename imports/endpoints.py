"""VPC endpoints: found and matched. Mirrors modules/endpoints.py. A gateway's prefix list is a call of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from envs.settings import Settings
from imports.aws import Aws
from imports.model import Found
from imports.rules import Notice, Rule, by, inside
from imports.spelling import live, tags

_GONE = ("deleting", "deleted", "rejected", "expired")


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Every endpoint of the region that is not on its way out."""
    listings = [("describe_vpc_endpoints", "VpcEndpoints"), ("describe_prefix_lists", "PrefixLists")]
    endpoints, lists = aws.each(lambda listing: aws.listing("ec2", *listing), listings)
    prefix_lists = {one["PrefixListName"]: one["PrefixListId"] for one in lists}
    return [_endpoint(one, prefix_lists) for one in endpoints if str(one.get("State", "")).lower() not in _GONE]


def _endpoint(endpoint: Mapping[str, Any], prefix_lists: Mapping[str, str]) -> Found:
    service, kind = endpoint["ServiceName"], endpoint["VpcEndpointType"]
    facts = {
        "vpc_id": endpoint["VpcId"],
        "service_name": service,
        "vpc_endpoint_type": kind,
        "route_table_ids": endpoint.get("RouteTableIds", []),
        "subnet_ids": endpoint.get("SubnetIds", []),
        "security_group_ids": [group["GroupId"] for group in endpoint.get("Groups", [])],
        "prefix_list_id": prefix_lists.get(service) if kind == "Gateway" else None,
        "tags": tags(endpoint),
    }
    return live("aws_vpc_endpoint", endpoint["VpcEndpointId"], facts)


RULES: Mapping[str, tuple[Rule, ...]] = {
    "aws_vpc_endpoint": (
        by("vpc_id", "service_name", "vpc_endpoint_type", label="vpc and service"),
        by("vpc_id", "tags.Name"),
        by("vpc_id", "service_name"),
    ),
}
NOTICES: Mapping[str, Notice] = {"aws_vpc_endpoint": inside("vpc_id", "aws_vpc", "in the vpc")}

"""Finds VPC endpoints. The prefix list of a gateway endpoint needs a call of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.live_by_address import Changes, LiveResources, differing
from imports.model import Found
from imports.normalise import live, tags
from modules.endpoints.settings import EndpointSettings
from modules.network.shape import Layout
from modules.settings import Settings

_WHOLE = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
_GONE = ("deleting", "deleted", "rejected", "expired")


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every endpoint of the region, except those that are being deleted."""
    listings = [("describe_vpc_endpoints", "VpcEndpoints"), ("describe_prefix_lists", "PrefixLists")]
    endpoints, lists = aws.each(lambda listing: aws.listing("ec2", *listing), listings)
    prefix_lists = {one["PrefixListName"]: one["PrefixListId"] for one in lists}
    kept = [one for one in endpoints if str(one.get("State", "")).lower() not in _GONE]
    return [*(_endpoint(one, prefix_lists) for one in kept), *(_policy(one) for one in kept if _narrows(one))]


def _policy(endpoint: Mapping[str, Any]) -> Found:
    id_ = endpoint["VpcEndpointId"]
    return live("aws_vpc_endpoint_policy", id_, {"vpc_endpoint_id": id_}, name=f"policy of {endpoint['ServiceName']}")


def _narrows(endpoint: Mapping[str, Any]) -> bool:
    """Returns False for the policy that AWS makes, which allows everything, and for an endpoint without a policy.

    https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html#default-endpoint-policy
    """
    statements = json.loads(endpoint.get("PolicyDocument") or "{}").get("Statement") or []
    return any({name: one.get(name) for name in _WHOLE} != _WHOLE or "Condition" in one for one in statements)


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


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the subnets and route tables of the endpoints, and enables those that exist."""
    vpc = live_resources.at("aws_vpc.network_vpc")
    if vpc is None:
        return {}
    changes: Changes = {}
    for endpoint in settings.endpoints.values():
        wanted = (vpc.id, f"com.amazonaws.{settings.aws.region}.{endpoint.service}", endpoint.kind.capitalize())
        there = [one for one in live_resources.of_type("aws_vpc_endpoint") if _place(one) == wanted]
        changes |= differing(endpoint, {"enabled": bool(there) or endpoint.enabled, **_ways(endpoint, there, layout)})
    return changes


def _place(found: Found) -> tuple[Any, ...]:
    return tuple(found.facts[key] for key in ("vpc_id", "service_name", "vpc_endpoint_type"))


def _ways(endpoint: EndpointSettings, there: Sequence[Found], layout: Layout) -> dict[str, Any]:
    """Returns the route tables of a gateway endpoint, the subnets of an interface endpoint."""
    facts = there[0].facts if len(there) == 1 else {}
    if endpoint.kind == "gateway":
        return {"route_tables": layout.tables_of(facts.get("route_table_ids", ()), now=endpoint.route_tables)}
    return {"subnets": layout.subnets_of(facts.get("subnet_ids", ()), now=endpoint.subnets)}

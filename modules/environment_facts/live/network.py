"""VPCs, subnets, routes, network ACLs, security groups and endpoints of the region, as AWS describes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aws.reader import Aws
from imports.normalise import tags
from modules.environment_facts.live.rules import acl_blocks, group_blocks
from modules.environment_facts.things import Thing

Item = Mapping[str, Any]
_LISTINGS = {
    "Vpcs": "describe_vpcs",
    "Subnets": "describe_subnets",
    "RouteTables": "describe_route_tables",
    "InternetGateways": "describe_internet_gateways",
    "NatGateways": "describe_nat_gateways",
    "NetworkAcls": "describe_network_acls",
    "SecurityGroups": "describe_security_groups",
    "VpcEndpoints": "describe_vpc_endpoints",
    "PrefixLists": "describe_prefix_lists",
}
_TARGETS = {
    "NatGatewayId": "nat_gateway_id",
    "GatewayId": "gateway_id",
    "TransitGatewayId": "transit_gateway_id",
    "VpcPeeringConnectionId": "vpc_peering_connection_id",
    "NetworkInterfaceId": "network_interface_id",
    "InstanceId": "instance_id",
}


def read(aws: Aws) -> list[Thing]:
    """Returns the network of the region."""
    listings = list(_LISTINGS.items())
    answers = aws.each(lambda one: aws.listing("ec2", one[1], one[0]), listings)
    found = {key: items for (key, _), items in zip(listings, answers, strict=True)}
    main = {one["VpcId"]: one["RouteTableId"] for one in found["RouteTables"] if _is_main(one)}
    lists = {one["PrefixListName"]: one["PrefixListId"] for one in found["PrefixLists"]}
    return [
        *aws.each(lambda vpc: _vpc(aws, vpc, main), found["Vpcs"]),
        *(_subnet(one) for one in found["Subnets"]),
        *(thing for one in found["RouteTables"] for thing in _table(one)),
        *(thing for one in found["InternetGateways"] for thing in _gateway(one)),
        *(_nat(one) for one in found["NatGateways"] if one.get("State") == "available"),
        *(_acl(one) for one in found["NetworkAcls"]),
        *(_group(one) for one in found["SecurityGroups"]),
        *(_endpoint(one, lists) for one in found["VpcEndpoints"]),
    ]


def _vpc(aws: Aws, vpc: Item, main: Mapping[str, str]) -> Thing:
    id_, values = vpc["VpcId"], {}
    for attribute, name in (("enableDnsSupport", "EnableDnsSupport"), ("enableDnsHostnames", "EnableDnsHostnames")):
        answer = aws.reply("ec2", "describe_vpc_attribute", name, VpcId=id_, Attribute=attribute)
        values["enable_dns_support" if "Support" in name else "enable_dns_hostnames"] = answer["Value"]
    return _thing("aws_vpc", id_, vpc, {**values, "main_route_table_id": main.get(id_)})


def _subnet(subnet: Item) -> Thing:
    return _thing(
        "aws_subnet",
        subnet["SubnetId"],
        subnet,
        {
            "vpc_id": subnet["VpcId"],
            "cidr_block": subnet.get("CidrBlock"),
            "availability_zone": subnet["AvailabilityZone"],
            "map_public_ip_on_launch": subnet.get("MapPublicIpOnLaunch", False),
        },
    )


def _table(table: Item) -> Iterator[Thing]:
    id_ = table["RouteTableId"]
    routes = [_route(one) for one in table["Routes"]]
    yield _thing("aws_route_table", id_, table, {"vpc_id": table["VpcId"], "route": routes})
    for one in table.get("Associations", []):
        if one.get("SubnetId"):
            values = {"subnet_id": one["SubnetId"], "route_table_id": id_}
            address = f"{one['SubnetId']}/{id_}"
            yield Thing(address=address, type="aws_route_table_association", values=values)


def _route(route: Item) -> dict[str, Any]:
    targets = {name: route[member] for member, name in _TARGETS.items() if route.get(member)}
    return {"cidr_block": route.get("DestinationCidrBlock"), "state": route.get("State"), **targets}


def _gateway(gateway: Item) -> Iterator[Thing]:
    for one in gateway.get("Attachments", []):
        yield _thing("aws_internet_gateway", gateway["InternetGatewayId"], gateway, {"vpc_id": one["VpcId"]})


def _nat(nat: Item) -> Thing:
    values = {"subnet_id": nat["SubnetId"], "connectivity_type": nat.get("ConnectivityType", "public")}
    return _thing("aws_nat_gateway", nat["NatGatewayId"], nat, values)


def _acl(acl: Item) -> Thing:
    subnets = [one["SubnetId"] for one in acl.get("Associations", [])]
    return _thing("aws_network_acl", acl["NetworkAclId"], acl, {"subnet_ids": subnets, **acl_blocks(acl)})


def _group(group: Item) -> Thing:
    values = {"name": group["GroupName"], "vpc_id": group.get("VpcId"), **group_blocks(group)}
    return _thing("aws_security_group", group["GroupId"], group, values)


def _endpoint(endpoint: Item, lists: Mapping[str, str]) -> Thing:
    gateway = endpoint["VpcEndpointType"] == "Gateway"
    return _thing(
        "aws_vpc_endpoint",
        endpoint["VpcEndpointId"],
        endpoint,
        {
            "vpc_id": endpoint["VpcId"],
            "service_name": endpoint["ServiceName"],
            "vpc_endpoint_type": endpoint["VpcEndpointType"],
            "subnet_ids": endpoint.get("SubnetIds", []),
            "security_group_ids": [one["GroupId"] for one in endpoint.get("Groups", [])],
            "route_table_ids": endpoint.get("RouteTableIds", []),
            "private_dns_enabled": endpoint.get("PrivateDnsEnabled", False),
            "policy": endpoint.get("PolicyDocument", ""),
            "prefix_list_id": lists.get(endpoint["ServiceName"]) if gateway else None,
        },
    )


def _is_main(table: Item) -> bool:
    return any(one.get("Main") for one in table.get("Associations", []))


def _thing(type_: str, id_: str, item: Item, values: Item) -> Thing:
    return Thing(address=id_, type=type_, values={"id": id_, "tags": tags(item), **values})

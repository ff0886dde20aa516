"""The network: a VPC, two public and two private subnets, a way out for the public ones.

The private subnets ride on the table the VPC came with, which nobody named; nobody associated them either.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.handmade.console import Console, tagged

VPC_NAME = "counterpromo-dev-vpc"
VPC_CIDR = "10.10.0.0/16"
PUBLIC_SUBNETS = {
    "counterpromo-dev-public-a": ("10.10.0.0/24", "a"),
    "counterpromo-dev-public-b": ("10.10.1.0/24", "b"),
}
PRIVATE_SUBNETS = {
    "counterpromo-dev-private-a": ("10.10.10.0/24", "a"),
    "counterpromo-dev-private-b": ("10.10.11.0/24", "b"),
}


@dataclass(frozen=True, kw_only=True)
class Network:
    """The ids that everything else in DEV is put into."""

    vpc: str
    public_subnets: tuple[str, ...]
    private_subnets: tuple[str, ...]
    public_route_table: str
    main_route_table: str


def make_network(console: Console) -> Network:
    """Make VPC, subnets, internet gateway and the public route table; find the main one."""
    ec2 = console.client("ec2")
    vpc = ec2.create_vpc(CidrBlock=VPC_CIDR, TagSpecifications=tagged("vpc", VPC_NAME))["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsSupport={"Value": True})
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    public = _subnets(console, vpc, PUBLIC_SUBNETS)
    private = _subnets(console, vpc, PRIVATE_SUBNETS)
    main = ec2.describe_route_tables(
        Filters=[{"Name": "vpc-id", "Values": [vpc]}, {"Name": "association.main", "Values": ["true"]}]
    )["RouteTables"][0]["RouteTableId"]
    return Network(
        vpc=vpc,
        public_subnets=public,
        private_subnets=private,
        public_route_table=_public_route_table(console, vpc, public),
        main_route_table=main,
    )


def _subnets(console: Console, vpc: str, subnets: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    ec2 = console.client("ec2")
    return tuple(
        ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=cidr,
            AvailabilityZone=f"{console.region}{zone}",
            TagSpecifications=tagged("subnet", name),
        )["Subnet"]["SubnetId"]
        for name, (cidr, zone) in subnets.items()
    )


def _public_route_table(console: Console, vpc: str, subnets: tuple[str, ...]) -> str:
    ec2 = console.client("ec2")
    gateway = ec2.create_internet_gateway(TagSpecifications=tagged("internet-gateway", "counterpromo-dev-igw"))
    gateway_id = gateway["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway_id, VpcId=vpc)
    made = ec2.create_route_table(VpcId=vpc, TagSpecifications=tagged("route-table", "counterpromo-dev-rtb-public"))
    table: str = made["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway_id)
    for subnet in subnets:
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    return table

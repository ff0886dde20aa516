"""Makes the VPC, public and private subnets, route tables, and the internet gateway.

DEV's private subnets use the main route table, without a name and without an association.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.handmade.console import Console, Tags, tagged

MAIN = "main"
ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True)
class SubnetForm:
    """`table` is the key of a route table; a subnet in the main table has no association."""

    tier: str
    zone: str
    cidr: str
    name: str | None
    table: str = MAIN
    public_ip_on_launch: bool = False
    tags: Tags = field(default_factory=dict)

    @property
    def role(self) -> str:
        return f"{self.tier} subnet {self.zone}"


@dataclass(frozen=True, kw_only=True)
class RouteTableForm:
    """A route table that somebody made; the key is ours, the name is a tag."""

    key: str
    name: str | None
    internet: bool = False


@dataclass(frozen=True, kw_only=True)
class NetworkForm:
    """`internet_on_main` adds a default route to the internet gateway to the main table."""

    name: str | None
    cidr: str
    subnets: tuple[SubnetForm, ...]
    tables: tuple[RouteTableForm, ...]
    gateway_name: str | None
    internet_on_main: bool = False
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Network:
    """The ids of the network; route tables by key, the main one included."""

    vpc: str
    public_subnets: tuple[str, ...]
    private_subnets: tuple[str, ...]
    route_tables: Mapping[str, str]


def _dev_subnet(tier: str, zone: str, cidr: str, table: str) -> SubnetForm:
    return SubnetForm(tier=tier, zone=zone, cidr=cidr, name=f"counterpromo-dev-{tier}-{zone}", table=table)


DEV_NETWORK = NetworkForm(
    name="counterpromo-dev-vpc",
    cidr="10.10.0.0/16",
    subnets=(
        _dev_subnet("public", "a", "10.10.0.0/24", "public"),
        _dev_subnet("public", "b", "10.10.1.0/24", "public"),
        _dev_subnet("private", "a", "10.10.10.0/24", MAIN),
        _dev_subnet("private", "b", "10.10.11.0/24", MAIN),
    ),
    tables=(RouteTableForm(key="public", name="counterpromo-dev-rtb-public", internet=True),),
    gateway_name="counterpromo-dev-igw",
)


def make_network(console: Console, form: NetworkForm) -> Network:
    """Makes VPC, subnets, internet gateway and route tables, and finds the main table."""
    ec2 = console.client("ec2")
    vpc = ec2.create_vpc(CidrBlock=form.cidr, TagSpecifications=tagged("vpc", form.name, form.tags))["Vpc"]["VpcId"]
    console.notes.made("aws_vpc", vpc, "VPC")
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsSupport={"Value": True})
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnets = [(subnet, _make_subnet(console, vpc, subnet)) for subnet in form.subnets]
    gateway = _make_gateway(console, vpc, form.gateway_name)
    tables = {table.key: _make_table(console, vpc, table, gateway=gateway) for table in form.tables}
    tables[MAIN] = _find_main_table(console, vpc, form, gateway=gateway)
    for subnet, id_ in subnets:
        if subnet.table != MAIN:
            table = tables[subnet.table]
            ec2.associate_route_table(RouteTableId=table, SubnetId=id_)
            console.notes.made("aws_route_table_association", f"{id_}/{table}", f"route table of {subnet.role}")
    return Network(
        vpc=vpc,
        public_subnets=tuple(id_ for subnet, id_ in subnets if subnet.tier == "public"),
        private_subnets=tuple(id_ for subnet, id_ in subnets if subnet.tier == "private"),
        route_tables=tables,
    )


def _make_subnet(console: Console, vpc: str, form: SubnetForm) -> str:
    ec2 = console.client("ec2")
    subnet: str = ec2.create_subnet(
        VpcId=vpc,
        CidrBlock=form.cidr,
        AvailabilityZone=f"{console.region}{form.zone}",
        TagSpecifications=tagged("subnet", form.name, form.tags),
    )["Subnet"]["SubnetId"]
    if form.public_ip_on_launch:
        ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    console.notes.made("aws_subnet", subnet, form.role)
    return subnet


def _make_gateway(console: Console, vpc: str, name: str | None) -> str:
    ec2 = console.client("ec2")
    made = ec2.create_internet_gateway(TagSpecifications=tagged("internet-gateway", name))
    gateway: str = made["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    console.notes.made("aws_internet_gateway", gateway, "internet gateway")
    return gateway


def _make_table(console: Console, vpc: str, form: RouteTableForm, *, gateway: str) -> str:
    made = console.client("ec2").create_route_table(VpcId=vpc, TagSpecifications=tagged("route-table", form.name))
    table: str = made["RouteTable"]["RouteTableId"]
    console.notes.made("aws_route_table", table, f"{form.key} route table")
    if form.internet:
        _route_to_internet(console, table, gateway)
    return table


def _find_main_table(console: Console, vpc: str, form: NetworkForm, *, gateway: str) -> str:
    """Returns the main route table of the VPC; Terraform imports it by the VPC. Without a subnet in it, it is not
    documented.
    """
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "association.main", "Values": ["true"]}]
    main: str = console.client("ec2").describe_route_tables(Filters=filters)["RouteTables"][0]["RouteTableId"]
    ridden = any(subnet.table == MAIN for subnet in form.subnets)
    note = console.notes.made if ridden else console.notes.made_besides
    note("aws_default_route_table", vpc, "main route table")
    if form.internet_on_main:
        _route_to_internet(console, main, gateway)
    return main


def _route_to_internet(console: Console, table: str, gateway: str) -> None:
    console.client("ec2").create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, GatewayId=gateway)
    console.notes.made("aws_route", f"{table}_{ANYWHERE}", "route to the internet")

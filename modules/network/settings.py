"""Settings of the VPC: subnets, route tables, flow logs."""

from typing import Annotated, Literal

from modules.flow_logs.settings import FlowLogSettings
from settings.references import Ref
from settings.types import Cidr, Key, Strict, Tags, Zone

# A key of a subnet and of a route table, for the settings that name one.
SubnetKey = Annotated[Key, Ref("network.subnets")]
RouteTableKey = Annotated[Key, Ref("network.route_tables")]


class SubnetSettings(Strict):
    """One subnet. A subnet in the main route table has no association of its own."""

    cidr: Cidr
    """IPv4 range of the subnet, inside `network.cidr`."""
    zone: Zone
    """Availability zone."""
    tier: Literal["public", "private"]
    """public: its route table leads to the internet gateway; private: it does not."""
    route_table: RouteTableKey
    """Route table of the subnet."""
    name: str | None = None
    """Name tag."""
    public_ip_on_launch: bool = False
    """Instances get a public address at launch."""
    tags: Tags = {}


class RouteTableSettings(Strict):
    """One route table."""

    name: str | None = None
    """Name tag."""
    main: bool = False
    """This is the route table that the VPC was created with."""
    internet: bool = False
    """A default route leads to the internet gateway."""
    tags: Tags = {}


class NetworkSettings(Strict):
    """The VPC, its subnets and route tables. A part without `name` has no Name tag."""

    cidr: Cidr
    """IPv4 range of the VPC."""
    name: str | None = None
    """Name tag of the VPC."""
    internet_gateway: str | None = None
    """Name tag of the internet gateway."""
    dns_support: bool = True
    """Amazon's DNS server answers in the VPC."""
    dns_hostnames: bool = True
    """Instances with public addresses get DNS names."""
    subnets: dict[Key, SubnetSettings]
    route_tables: dict[Key, RouteTableSettings]
    flow_logs: FlowLogSettings | None = None
    tags: Tags = {}

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
    zone: Zone
    tier: Literal["public", "private"]
    route_table: RouteTableKey
    name: str | None = None
    public_ip_on_launch: bool = False
    tags: Tags = {}


class RouteTableSettings(Strict):
    """One route table. `main` is the one the VPC came with; `internet` routes 0.0.0.0/0 to the gateway."""

    name: str | None = None
    main: bool = False
    internet: bool = False
    tags: Tags = {}


class NetworkSettings(Strict):
    """The VPC and what divides it. A part without `name` carries no Name tag."""

    cidr: Cidr
    name: str | None = None
    internet_gateway: str | None = None
    dns_support: bool = True
    dns_hostnames: bool = True
    subnets: dict[Key, SubnetSettings]
    route_tables: dict[Key, RouteTableSettings]
    flow_logs: FlowLogSettings | None = None
    tags: Tags = {}

"""The VPC, its subnets, route tables and gateway. In: `[network]`. Out: ids for other modules."""

from collections.abc import Sequence

from constructs import Construct

from modules.addresses import Resource, addressed
from modules.bindings import (
    default_route_table,
    internet_gateway,
    route,
    route_table,
    route_table_association,
    subnet,
    vpc,
)
from modules.network.settings import NetworkSettings, RouteTableSettings
from modules.setting_map import Feed, tagged_by, tags_of

ANYWHERE = "0.0.0.0/0"
VPC = Feed({"cidr_block": "cidr", "enable_dns_support": "dns_support", "enable_dns_hostnames": "dns_hostnames"})
SUBNET = Feed({"cidr_block": "cidr", "availability_zone": "zone", "map_public_ip_on_launch": "public_ip_on_launch"})


class Network(Construct):
    """One VPC: public subnets for the load balancer, private subnets for tasks and database.

    Private subnets have no route to the internet: they reach AWS through VPC endpoints.
    """

    def __init__(self, scope: Construct, id_: str, *, settings: NetworkSettings) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self.vpc = addressed(
            vpc.Vpc(self, "vpc", **VPC.of(settings), tags=tags_of(settings.tags, name=settings.name)),
            fed_by=VPC.by(settings) | tagged_by(settings, named=True),
        )
        self._gateway = addressed(
            internet_gateway.InternetGateway(
                self, "internet", vpc_id=self.vpc.id, tags=tags_of({}, name=settings.internet_gateway)
            ),
            fed_by={f"{settings.where}.internet_gateway": "tags.Name"},
        )
        self.route_tables = {key: self._route_table(key, table) for key, table in settings.route_tables.items()}
        self.subnets = self._subnets()

    def subnet_ids(self, keys: Sequence[str]) -> list[str]:
        """Returns the ids of the subnets with these keys."""
        return [self.subnets[key].id for key in keys]

    def route_table_ids(self, keys: Sequence[str]) -> list[str]:
        """Returns the ids of the route tables with these keys."""
        return [self.route_tables[key].id for key in keys]

    def _route_table(self, key: str, settings: RouteTableSettings) -> Resource:
        """Adds a route table, or adopts the main one of the VPC. Routes are resources of their own: an inline list
        would remove every other route.
        """
        tags = tags_of(settings.tags, name=settings.name)
        table: Resource
        if settings.main:
            table = default_route_table.DefaultRouteTable(
                self, key, default_route_table_id=self.vpc.default_route_table_id, tags=tags
            )
        else:
            table = route_table.RouteTable(self, key, vpc_id=self.vpc.id, tags=tags)
        addressed(table, fed_by=tagged_by(settings, named=True))
        if settings.internet:
            addressed(
                route.Route(
                    self,
                    f"{key}_internet",
                    route_table_id=table.id,
                    destination_cidr_block=ANYWHERE,
                    gateway_id=self._gateway.id,
                )
            )
        return table

    def _subnets(self) -> dict[str, Resource]:
        subnets = {}
        for key, settings in self._settings.subnets.items():
            subnets[key] = addressed(
                subnet.Subnet(
                    self,
                    key,
                    vpc_id=self.vpc.id,
                    **SUBNET.of(settings),
                    tags=tags_of(settings.tags, name=settings.name),
                ),
                fed_by=SUBNET.by(settings) | tagged_by(settings, named=True),
            )
            if not self._settings.route_tables[settings.route_table].main:
                self._associate(key, subnet_id=subnets[key].id, table=settings.route_table)
        return subnets

    def _associate(self, key: str, *, subnet_id: str, table: str) -> None:
        addressed(
            route_table_association.RouteTableAssociation(
                self, f"{key}_routes", subnet_id=subnet_id, route_table_id=self.route_tables[table].id
            )
        )

"""VPC endpoints, through which private subnets reach AWS. In: `[endpoints]`. Out: the prefix list of S3."""

from collections.abc import Mapping

from constructs import Construct

from modules.addresses import addressed
from modules.bindings import vpc_endpoint
from modules.endpoints.settings import EndpointSettings, GatewayEndpointSettings, InterfaceEndpointSettings
from modules.network.construct import Network
from modules.security_groups.construct import SecurityGroups
from modules.setting_map import Feed, tagged_by, tags_of

INTERFACE = Feed({"private_dns_enabled": "private_dns"})


class GatewayEndpoints(Construct):
    """Endpoints in route tables: S3 and DynamoDB."""

    def __init__(
        self, scope: Construct, id_: str, *, settings: Mapping[str, EndpointSettings], network: Network, region: str
    ) -> None:
        super().__init__(scope, id_)
        self.s3_prefix_list_id: str | None = None
        for key, endpoint in settings.items():
            if not isinstance(endpoint, GatewayEndpointSettings) or not endpoint.enabled:
                continue
            made = addressed(
                vpc_endpoint.VpcEndpoint(
                    self,
                    key,
                    vpc_id=network.vpc.id,
                    service_name=f"com.amazonaws.{region}.{endpoint.service}",
                    vpc_endpoint_type="Gateway",
                    route_table_ids=network.route_table_ids(endpoint.route_tables),
                    tags=tags_of(endpoint.tags, name=endpoint.name),
                ),
                fed_by={f"{endpoint.where}.route_tables": "route_table_ids", **tagged_by(endpoint, named=True)},
            )
            if endpoint.service == "s3":
                self.s3_prefix_list_id = made.prefix_list_id


class InterfaceEndpoints(Construct):
    """Endpoints with addresses in our subnets, all in the endpoints' security group."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Mapping[str, EndpointSettings],
        network: Network,
        groups: SecurityGroups,
        region: str,
    ) -> None:
        super().__init__(scope, id_)
        for key, endpoint in settings.items():
            if not isinstance(endpoint, InterfaceEndpointSettings) or not endpoint.enabled:
                continue
            addressed(
                vpc_endpoint.VpcEndpoint(
                    self,
                    key,
                    vpc_id=network.vpc.id,
                    service_name=f"com.amazonaws.{region}.{endpoint.service}",
                    vpc_endpoint_type="Interface",
                    subnet_ids=network.subnet_ids(endpoint.subnets),
                    security_group_ids=[groups.endpoints.id],
                    **INTERFACE.of(endpoint),
                    tags=tags_of(endpoint.tags, name=endpoint.name),
                ),
                fed_by=INTERFACE.by(endpoint)
                | {f"{endpoint.where}.subnets": "subnet_ids", **tagged_by(endpoint, named=True)},
            )

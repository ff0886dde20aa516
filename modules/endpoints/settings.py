"""Settings of the VPC endpoints."""

from typing import Annotated, Literal

from pydantic import Field

from modules.network.settings import RouteTableKey, SubnetKey
from settings.types import Name, Strict, Tags


class GatewayEndpointSettings(Strict):
    """An endpoint that route tables point at: S3 or DynamoDB."""

    kind: Literal["gateway"]
    service: Literal["s3", "dynamodb"]
    route_tables: list[RouteTableKey]
    name: str | None = None
    enabled: bool = True
    tags: Tags = {}


class InterfaceEndpointSettings(Strict):
    """An endpoint with addresses in subnets, guarded by the endpoints' security group."""

    kind: Literal["interface"]
    service: Name
    subnets: list[SubnetKey]
    private_dns: bool = True
    name: str | None = None
    enabled: bool = True
    tags: Tags = {}


EndpointSettings = Annotated[GatewayEndpointSettings | InterfaceEndpointSettings, Field(discriminator="kind")]

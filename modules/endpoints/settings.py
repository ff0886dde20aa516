"""Settings of the VPC endpoints."""

from typing import Annotated, Literal

from pydantic import Field

from modules.network.settings import RouteTableKey, SubnetKey
from settings.types import Name, Strict, Tags


class GatewayEndpointSettings(Strict):
    """A gateway endpoint, which route tables point at: S3 or DynamoDB."""

    kind: Literal["gateway"]
    """gateway: route tables point at the endpoint."""
    service: Literal["s3", "dynamodb"]
    """AWS service that the endpoint leads to."""
    route_tables: list[RouteTableKey]
    """Route tables that point at the endpoint."""
    name: str | None = None
    """Name tag."""
    enabled: bool = True
    """The endpoint exists."""
    tags: Tags = {}


class InterfaceEndpointSettings(Strict):
    """An interface endpoint, with addresses in subnets and the endpoints' security group."""

    kind: Literal["interface"]
    """interface: the endpoint has addresses in subnets."""
    service: Name
    """AWS service, as in the endpoint name `com.amazonaws.REGION.SERVICE`."""
    subnets: list[SubnetKey]
    """Subnets in which the endpoint has an address."""
    private_dns: bool = True
    """The service's own DNS name leads to the endpoint."""
    name: str | None = None
    """Name tag."""
    enabled: bool = True
    """The endpoint exists."""
    tags: Tags = {}


EndpointSettings = Annotated[GatewayEndpointSettings | InterfaceEndpointSettings, Field(discriminator="kind")]

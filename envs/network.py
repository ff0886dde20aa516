"""Settings of the network: VPC, subnets, route tables, endpoints and the security groups of no service."""

from typing import Annotated, Literal

from pydantic import Field

from envs.strict import Cidr, Key, LogRetentionDays, Name, Path, Strict, Tags, Zone


class SubnetSettings(Strict):
    """One subnet. `route_table` is a key of `[network.route_tables]`; on the main one it rides unassociated."""

    cidr: Cidr
    zone: Zone
    tier: Literal["public", "private"]
    route_table: Key
    name: str | None = None
    public_ip_on_launch: bool = False
    tags: Tags = {}


class RouteTableSettings(Strict):
    """One route table. `main` is the one the VPC came with; `internet` routes 0.0.0.0/0 to the gateway."""

    name: str | None = None
    main: bool = False
    internet: bool = False
    tags: Tags = {}


class FlowLogSettings(Strict):
    """A record of who talked to whom in the VPC, kept in CloudWatch Logs; `role` is what writes it there."""

    name: str
    traffic: Literal["ALL", "ACCEPT", "REJECT"]
    log_group: Name | Path
    log_retention_days: LogRetentionDays
    role: Name
    policy: Name
    aggregation_seconds: Literal[60, 600] = 600
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


class GatewayEndpointSettings(Strict):
    """An endpoint that route tables point at: S3 or DynamoDB."""

    kind: Literal["gateway"]
    service: Literal["s3", "dynamodb"]
    route_tables: list[Key]
    name: str | None = None
    enabled: bool = True
    tags: Tags = {}


class InterfaceEndpointSettings(Strict):
    """An endpoint with addresses in subnets, guarded by the endpoints' security group."""

    kind: Literal["interface"]
    service: Name
    subnets: list[Key]
    private_dns: bool = True
    name: str | None = None
    enabled: bool = True
    tags: Tags = {}


EndpointSettings = Annotated[GatewayEndpointSettings | InterfaceEndpointSettings, Field(discriminator="kind")]


class GroupSettings(Strict):
    """A security group's own words. `open_egress` lets it reach anything, as the console does by itself."""

    name: str
    description: str
    open_egress: bool = False
    tags: Tags = {}


class OptionalGroupSettings(GroupSettings):
    """A security group that only exists while somebody needs it."""

    enabled: bool = False


class SecurityGroupsSettings(Strict):
    """The groups that belong to no service, and what holds for all groups.

    `image_layers` admits 443 to S3's prefix list from every service: image layers come from S3, so a
    task that pulls from ECR needs it.
    """

    load_balancer: GroupSettings
    database: GroupSettings
    endpoints: GroupSettings
    dbtest: OptionalGroupSettings
    image_layers: bool
    rule_descriptions: dict[Key, str] = {}

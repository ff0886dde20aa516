"""The VPC endpoints that let private tasks reach AWS: two gateways and six interfaces behind one security group."""

from __future__ import annotations

from sandbox.handmade.console import Console, tagged
from sandbox.handmade.network import Network

INTERFACES = ("ecr.api", "ecr.dkr", "logs", "sqs", "secretsmanager", "ssm")


def make_endpoints(console: Console, *, network: Network, group: str) -> None:
    """Gateways into route tables (S3 for the public one too), interfaces into the private subnets with private DNS."""
    ec2 = console.client("ec2")
    gateways = {"s3": [network.public_route_table, network.main_route_table], "dynamodb": [network.main_route_table]}
    for service, tables in gateways.items():
        ec2.create_vpc_endpoint(
            VpcId=network.vpc,
            VpcEndpointType="Gateway",
            ServiceName=f"com.amazonaws.{console.region}.{service}",
            RouteTableIds=tables,
            TagSpecifications=tagged("vpc-endpoint", f"counterpromo-dev-vpce-{service}"),
        )
    for service in INTERFACES:
        ec2.create_vpc_endpoint(
            VpcId=network.vpc,
            VpcEndpointType="Interface",
            ServiceName=f"com.amazonaws.{console.region}.{service}",
            SubnetIds=list(network.private_subnets),
            SecurityGroupIds=[group],
            PrivateDnsEnabled=True,
            TagSpecifications=tagged("vpc-endpoint", f"counterpromo-dev-vpce-{service.replace('.', '-')}"),
        )

"""Makes the VPC endpoints: two gateways, and six interfaces behind one security group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.handmade.console import Console, tagged
from sandbox.handmade.network import MAIN, Network

INTERFACES = ("ecr.api", "ecr.dkr", "logs", "sqs", "secretsmanager", "ssm")


@dataclass(frozen=True, kw_only=True)
class EndpointsForm:
    """Route tables by key for each gateway (None: not made), and the number of private subnets of the interfaces.

    `names` are the services whose endpoint has a Name tag.
    """

    gateways: Mapping[str, tuple[str, ...] | None]
    subnets: int | None = None
    names: frozenset[str] = frozenset({"s3", "dynamodb", *INTERFACES})


DEV_ENDPOINTS = EndpointsForm(gateways={"s3": ("public", MAIN), "dynamodb": (MAIN,)})


def make_endpoints(console: Console, form: EndpointsForm, *, network: Network, group: str) -> None:
    """Makes gateways in route tables (S3 in the public one too), and interfaces in private subnets with private DNS."""
    for service, tables in form.gateways.items():
        if tables is None:
            console.notes.left_out("aws_vpc_endpoint", f"{service} endpoint")
            continue
        ids = [network.route_tables[key] for key in tables]
        _make_endpoint(console, form, service, network=network, VpcEndpointType="Gateway", RouteTableIds=ids)
    for service in INTERFACES:
        _make_endpoint(
            console,
            form,
            service,
            network=network,
            VpcEndpointType="Interface",
            SubnetIds=list(network.private_subnets[: form.subnets]),
            SecurityGroupIds=[group],
            PrivateDnsEnabled=True,
        )


def _make_endpoint(console: Console, form: EndpointsForm, service: str, *, network: Network, **asked: object) -> None:
    name = f"counterpromo-dev-vpce-{service.replace('.', '-')}" if service in form.names else None
    made = console.client("ec2").create_vpc_endpoint(
        VpcId=network.vpc,
        ServiceName=f"com.amazonaws.{console.region}.{service}",
        TagSpecifications=tagged("vpc-endpoint", name),
        **asked,
    )
    console.notes.made("aws_vpc_endpoint", made["VpcEndpoint"]["VpcEndpointId"], f"{service} endpoint")

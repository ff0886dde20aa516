"""DEV in the VPC that every account has: AWS made the VPC, its subnets, and the main route table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from sandbox.handmade import make_environment
from sandbox.handmade.console import sign_in
from sandbox.handmade.endpoints import EndpointsForm
from sandbox.handmade.forms import DEV
from sandbox.handmade.network import MAIN, NetworkForm, RouteTableForm, SubnetForm
from sandbox.handmade.unrelated import make_unrelated
from sandbox.server import Sandbox

PRIVATE = {"a": "172.31.128.0/20", "b": "172.31.144.0/20"}


def make_dev_in_the_default_vpc(sandbox: Sandbox) -> None:
    """Makes DEV with the default VPC and two of its subnets, where the forms would make new ones.

    https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
    """
    console = sign_in(sandbox.environment())
    make_unrelated(console)
    ec2 = console.client("ec2")
    events: Any = console.session.events  # a handler may return the answer
    (vpc,) = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    listed = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["Subnets"]
    subnets = {one["CidrBlock"]: one for one in listed}

    def existing_vpc(**_event: Any) -> tuple[AWSResponse, dict[str, Any]]:
        return _answer({"Vpc": vpc})

    def existing_subnet(*, params: Mapping[str, Any], **_event: Any) -> tuple[AWSResponse, dict[str, Any]] | None:
        subnet = subnets.get(params["body"]["CidrBlock"])
        return _answer({"Subnet": subnet}) if subnet else None

    events.register("before-call.ec2.CreateVpc", existing_vpc)
    events.register("before-call.ec2.CreateSubnet", existing_subnet)
    public = {one["AvailabilityZone"][-1]: one["CidrBlock"] for one in listed}
    network = NetworkForm(
        name=None,
        cidr=vpc["CidrBlock"],
        subnets=(
            *(SubnetForm(tier="public", zone=zone, cidr=public[zone], name=None) for zone in PRIVATE),
            *(
                SubnetForm(tier="private", zone=zone, cidr=cidr, name=None, table="private")
                for zone, cidr in PRIVATE.items()
            ),
        ),
        tables=(RouteTableForm(key="private", name=None),),
        gateway_name=None,
        internet_on_main=True,
    )
    endpoints = EndpointsForm(gateways={"s3": ("private", MAIN), "dynamodb": ("private",)})
    make_environment(console, replace(DEV, network=network, endpoints=endpoints))


def _answer(parsed: dict[str, Any]) -> tuple[AWSResponse, dict[str, Any]]:
    """Returns an answer that boto3 takes in the place of a call."""
    return AWSResponse("", 200, HTTPHeaders(), None), {**parsed, "ResponseMetadata": {"HTTPStatusCode": 200}}

"""Finds NAT gateways in the environment's VPC, and their addresses. The reference has endpoints instead.

The code declares none, so each is listed as a stray.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live, tags
from modules.network.candidate_vpcs import likely_vpcs
from modules.settings import Settings

_ALIVE = ("pending", "available", "failed")


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the NAT gateways of the VPCs that may be ours, except deleted ones, with their addresses."""
    return [found for gateway in _listed(aws, settings) for found in (_gateway(gateway), *_addresses(gateway))]


def interfaces(aws: Aws, settings: Settings) -> frozenset[str]:
    """Returns the ids of the network interfaces of these NAT gateways."""
    gateways = _listed(aws, settings)
    return frozenset(
        one["NetworkInterfaceId"]
        for gateway in gateways
        for one in gateway.get("NatGatewayAddresses", [])
        if one.get("NetworkInterfaceId")
    )


def _listed(aws: Aws, settings: Settings) -> list[Mapping[str, Any]]:
    vpcs = sorted(likely_vpcs(aws, settings))
    if not vpcs:
        return []
    filters = [{"Name": "vpc-id", "Values": vpcs}, {"Name": "state", "Values": list(_ALIVE)}]
    return aws.listing("ec2", "describe_nat_gateways", "NatGateways", Filters=filters)


def _gateway(gateway: Mapping[str, Any]) -> Found:
    facts = {"vpc_id": gateway["VpcId"], "subnet_id": gateway.get("SubnetId"), "tags": tags(gateway)}
    return live("aws_nat_gateway", gateway["NatGatewayId"], facts)


def _addresses(gateway: Mapping[str, Any]) -> list[Found]:
    """Returns the addresses of a NAT gateway; a private one has none."""
    held = [one for one in gateway.get("NatGatewayAddresses", []) if one.get("AllocationId")]
    return [
        live("aws_eip", one["AllocationId"], {"vpc_id": gateway["VpcId"], "tags": {}}, name=one.get("PublicIp"))
        for one in held
    ]

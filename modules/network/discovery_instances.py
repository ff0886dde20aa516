"""Finds EC2 instances in the environment's VPC. The reference has none but a temporary one to test the database.

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

_ALIVE = ["pending", "running", "stopping", "stopped"]


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the instances of the VPCs that may be ours, except terminated ones."""
    vpcs = sorted(likely_vpcs(aws, settings))
    if not vpcs:
        return []
    filters = [{"Name": "vpc-id", "Values": vpcs}, {"Name": "instance-state-name", "Values": _ALIVE}]
    reservations = aws.listing("ec2", "describe_instances", "Reservations", Filters=filters)
    return [_instance(one) for reservation in reservations for one in reservation["Instances"]]


def _instance(instance: Mapping[str, Any]) -> Found:
    groups = [group["GroupId"] for group in instance.get("SecurityGroups", [])]
    facts = {"vpc_id": instance.get("VpcId"), "vpc_security_group_ids": groups, "tags": tags(instance)}
    return live("aws_instance", instance["InstanceId"], facts)

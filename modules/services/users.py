"""Finds users of ECS clusters: the services that run in them."""

from __future__ import annotations

from collections.abc import Iterator

from aws.reader import Aws
from modules.outside_user import User, user
from terraform.plan.change import Change
from terraform.plan.plan import Plan


def of_cluster(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the services in a cluster."""
    for arn in aws.listing("ecs", "list_services", "serviceArns", cluster=str(change.before.get("arn"))):
        yield user(f"ECS service {arn.rpartition('/')[2]}", arn)

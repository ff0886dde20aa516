"""Finds users of security groups: network interfaces, and rules of other groups that name them as a peer."""

from __future__ import annotations

from collections.abc import Iterator

from aws.reader import Aws
from modules.network.users import interfaces, interfaces_in
from modules.outside_user import User, user
from terraform.plan.change import Change
from terraform.plan.plan import Plan


def of_security_group(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields what a security group is attached to, and the rules that admit it."""
    id_ = change.before.get("id")
    yield from interfaces(aws, change, plan, filter_="group-id")
    for rule in aws.listing("ec2", "describe_security_group_rules", "SecurityGroupRules"):
        if rule.get("ReferencedGroupInfo", {}).get("GroupId") == id_:
            yield user(f"a rule of security group {rule['GroupId']}", rule["SecurityGroupRuleId"])


def of_default_group(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields what the default group of a VPC is attached to. All of it loses its traffic when the group is closed."""
    where = {"vpc-id": str(change.after.get("vpc_id")), "group-name": "default"}
    wanted = [{"Name": name, "Values": [value]} for name, value in where.items()]
    for group in aws.listing("ec2", "describe_security_groups", "SecurityGroups", Filters=wanted):
        yield from interfaces_in(aws, group["GroupId"], plan, filter_="group-id")

"""Blocks the replacement of a security group that the plan's own resources use: it cannot succeed.

EC2 refuses to delete a group that a network interface uses. Terraform would delete the rules of the group first, then
fail, and the tasks that run would have lost their network. Names are unique: the new group cannot come first.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, Mode, finding_on
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import texts

_GROUP = "aws_security_group"
_PARTS = (
    _GROUP,
    "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
)
_DELETED_FIRST = ("delete", "create")
_SHOWN = 5


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for each group that is deleted first and then made again, with the resources that use it."""
    for group in plan.of_type(_GROUP):
        if group.actions == _DELETED_FIRST and (users := sorted(_users(group, plan))):
            more = [f"and {len(users) - _SHOWN} more"] if len(users) > _SHOWN else []
            detail = f"because of {', '.join(group.replaced_by)}; used by {', '.join([*users[:_SHOWN], *more])}"
            yield finding_on("group-in-use", group, detail)


def _users(group: Change, plan: Plan) -> Iterator[str]:
    """Yields the addresses of the live resources that name a group and that the plan does not delete."""
    id_ = group.before.get("id")
    for other in plan.managed:
        if other.type not in _PARTS and other.verb != "delete" and id_ and id_ in set(texts(other.before)):
            yield other.address

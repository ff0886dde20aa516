"""Finds users of IAM roles and policies: Lambda functions, instance profiles, and whoever a policy is attached to."""

from __future__ import annotations

from collections.abc import Iterator

from aws.reader import WHOLE, Aws
from modules.outside_user import User, user
from terraform.plan.change import Change
from terraform.plan.plan import Plan

_ENTITIES = (
    ("PolicyRoles", "RoleName", "role"),
    ("PolicyUsers", "UserName", "user"),
    ("PolicyGroups", "GroupName", "group"),
)


def of_role(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the functions and instance profiles that run with a role."""
    arn, name = change.before.get("arn"), str(change.before.get("name"))
    for function in aws.listing("lambda", "list_functions", "Functions"):
        if function.get("Role") == arn:
            yield user(f"Lambda function {function['FunctionName']}", function.get("FunctionArn"))
    for profile in aws.listing("iam", "list_instance_profiles_for_role", "InstanceProfiles", RoleName=name):
        yield user(f"instance profile {profile['InstanceProfileName']}", profile.get("Arn"))


def of_policy(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the roles, users and groups that a policy is attached to."""
    arn = str(change.before.get("arn"))
    reply = aws.reply("iam", "list_entities_for_policy", WHOLE, PolicyArn=arn)
    for member, name, kind in _ENTITIES:
        for entity in reply.get(member, []):
            yield user(f"{kind} {entity[name]}", f"{entity[name]}/{arn}", entity[name])

"""The roles of running task definitions, with every policy that counts: inline, attached, boundary and trust."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from aws.reader import Aws
from imports.normalise import last
from modules.environment_facts.things import Thing

_ABSENT = ("NoSuchEntity",)


def read(aws: Aws, running: Sequence[Thing]) -> list[Thing]:
    """Returns roles and policies. A role that does not exist is left out."""
    definitions = [one.values for one in running if one.type == "aws_ecs_task_definition"]
    arns = {values[name] for values in definitions for name in ("execution_role_arn", "task_role_arn") if values[name]}
    read_ = aws.each(lambda arn: list(role(aws, last(arn))), sorted(arns))
    return list({thing.address: thing for things in read_ for thing in things}.values())


def role(aws: Aws, name: str) -> Iterator[Thing]:
    """Yields a role and its policies; nothing for a role that does not exist."""
    held = aws.reply_or_absent("iam", "get_role", "Role", absent=_ABSENT, RoleName=name)
    if held is None:
        return
    boundary = held.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", "")
    attached = [
        one["PolicyArn"] for one in aws.listing("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=name)
    ]
    values = {
        "arn": held["Arn"],
        "name": name,
        "assume_role_policy": _text(held["AssumeRolePolicyDocument"]),
        "permissions_boundary": boundary,
        "managed_policy_arns": attached,
    }
    yield Thing(address=held["Arn"], type="aws_iam_role", values=values)
    for policy in aws.listing("iam", "list_role_policies", "PolicyNames", RoleName=name):
        document = aws.reply("iam", "get_role_policy", "PolicyDocument", RoleName=name, PolicyName=policy)
        inline = {"role": name, "policy": _text(document)}
        yield Thing(address=f"{name}:{policy}", type="aws_iam_role_policy", values=inline)
    for arn in [*attached, *([boundary] if boundary else [])]:
        yield _managed(aws, arn)


def _managed(aws: Aws, arn: str) -> Thing:
    version = aws.reply("iam", "get_policy", "Policy", PolicyArn=arn)["DefaultVersionId"]
    held = aws.reply("iam", "get_policy_version", "PolicyVersion", PolicyArn=arn, VersionId=version)
    return Thing(address=arn, type="aws_iam_policy", values={"arn": arn, "policy": _text(held["Document"])})


def _text(document: Any) -> str:
    """Returns a policy document as text; boto3 returns it as an object."""
    return document if isinstance(document, str) else json.dumps(document)

"""Finds the roles of the workflows and their policies, by name.

The rows of these types are in `modules/identity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import last, live
from modules.pipelines.roles import of_workflows
from modules.settings import AccountSettings


def find(aws: Aws, settings: AccountSettings) -> list[Found]:
    """Returns roles and policies with the names of this project's pipelines, and all policies on these roles."""
    if settings.pipelines is None:
        return []
    ours = of_workflows(project=settings.project)
    names = [name for role in aws.listing("iam", "list_roles", "Roles") if ours.fullmatch(name := role["RoleName"])]
    policies = aws.listing("iam", "list_policies", "Policies", Scope="Local")
    on_roles = aws.each(lambda name: _on(aws, name), names)
    return [
        *(live("aws_iam_role", name, {"name": name, "subjects": ()}, name=name) for name in names),
        *(_policy(policy) for policy in policies if ours.fullmatch(policy["PolicyName"])),
        *(found for some in on_roles for found in some),
    ]


def _on(aws: Aws, role: str) -> list[Found]:
    """Returns all policies on a role: one that the code does not declare may give the role further permissions."""
    attached = aws.listing("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=role)
    inline = aws.listing("iam", "list_role_policies", "PolicyNames", RoleName=role)
    return [
        *(_attachment(aws, role, policy["PolicyArn"]) for policy in attached),
        *(_inline(aws, role, name) for name in inline),
    ]


def _inline(aws: Aws, role: str, name: str) -> Found:
    document = aws.reply("iam", "get_role_policy", "PolicyDocument", RoleName=role, PolicyName=name)
    facts = {"role": role, "name": name, "document": document}
    return live("aws_iam_role_policy", f"{role}:{name}", facts, name=name)


def _policy(policy: Mapping[str, Any]) -> Found:
    name, arn = policy["PolicyName"], policy["Arn"]
    return live("aws_iam_policy", arn, {"name": name, "arn": arn, "roles": []}, name=name)


def _attachment(aws: Aws, role: str, arn: str) -> Found:
    """Returns an attachment with the document of the policy; AWS's own policies are known by their names."""
    document: Any = None
    if f":{aws.account_id}:" in arn:
        version = aws.reply("iam", "get_policy", "Policy", PolicyArn=arn)["DefaultVersionId"]
        found = aws.reply("iam", "get_policy_version", "PolicyVersion", PolicyArn=arn, VersionId=version)
        document = found["Document"]
    facts = {"role": role, "policy_arn": arn, "document": document}
    return live("aws_iam_role_policy_attachment", f"{role}/{arn}", facts, name=f"{last(arn)} on {role}")

"""Finds the roles of the workflows and their policies, by name.

The rows of these types are in `modules/identity`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import last, live
from modules.settings import AccountSettings


def find(aws: Aws, settings: AccountSettings) -> list[Found]:
    """Returns roles and policies with the names of this project's pipelines, and all policies on these roles."""
    if settings.pipelines is None:
        return []
    ours = re.compile(rf"{re.escape(settings.project)}-[a-z][a-z0-9_]*-(plan|apply)(-\d+)?")
    names = [name for role in aws.listing("iam", "list_roles", "Roles") if ours.fullmatch(name := role["RoleName"])]
    policies = aws.listing("iam", "list_policies", "Policies", Scope="Local")
    on_roles = aws.each(lambda name: _on(aws, name), names)
    return [
        *(live("aws_iam_role", name, {"name": name, "subjects": ()}, name=name) for name in names),
        *(_policy(policy) for policy in policies if ours.fullmatch(policy["PolicyName"])),
        *(found for some in on_roles for found in some),
    ]


def _on(aws: Aws, role: str) -> list[Found]:
    """Returns all policies on a role: one that the code does not declare gives the role further permissions."""
    attached = aws.listing("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=role)
    inline = aws.listing("iam", "list_role_policies", "PolicyNames", RoleName=role)
    return [
        *(_attachment(role, policy["PolicyArn"]) for policy in attached),
        *(live("aws_iam_role_policy", f"{role}:{name}", {"role": role, "name": name}, name=name) for name in inline),
    ]


def _policy(policy: Mapping[str, Any]) -> Found:
    name, arn = policy["PolicyName"], policy["Arn"]
    return live("aws_iam_policy", arn, {"name": name, "arn": arn, "roles": []}, name=name)


def _attachment(role: str, arn: str) -> Found:
    facts = {"role": role, "policy_arn": arn}
    return live("aws_iam_role_policy_attachment", f"{role}/{arn}", facts, name=f"{last(arn)} on {role}")

"""Finds roles and their policies.

Only roles that may be ours are asked for their policies: by name, or because our task definitions use them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.matching.match_rules import Hits, same
from imports.matching.match_state import MatchState
from imports.matching.name_filter import near
from imports.model import Declared, Found
from imports.normalise import last, live
from modules.identity import satellites
from modules.identity.discovery_shared_roles import ROLES as ROLE_KEYS
from modules.identity.discovery_shared_roles import families_by_role
from modules.pipelines.roles import ROLES, role_name
from modules.services.discovery import family, likely_services
from modules.settings import Settings
from modules.task_definitions.discovery import declared_families, latest
from settings.unique_names import names_of
from terraform.expressions import references

Item = Mapping[str, Any]
_NUMBER = re.compile(r"@[0-9]+(?=[/:])")


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every role of the account, and the policies of those that may be ours.

    The two roles of the workflows are left out: they belong to stack `account`.
    """
    workflows = {role_name(project=settings.project, environment=settings.environment, role=role) for role in ROLES}
    roles = [role for role in aws.listing("iam", "list_roles", "Roles") if role["RoleName"] not in workflows]
    likely, unnamed = _likely(aws, settings, roles)
    names = sorted({*likely, *unnamed})
    families = families_by_role(aws, unnamed, ours=near(settings, names=declared_families(settings)))
    inline = aws.each(lambda name: aws.listing("iam", "list_role_policies", "PolicyNames", RoleName=name), names)
    attached = aws.each(
        lambda name: aws.listing("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=name), names
    )
    on_roles = [(name, policy["PolicyArn"]) for name, some in zip(names, attached, strict=True) for policy in some]
    own = _own_policies(aws, on_roles)
    return [
        *(_role(role, families.get(role["RoleName"], ())) for role in roles),
        *(_inline(name, policy) for name, some in zip(names, inline, strict=True) for policy in some),
        *(_attachment(name, arn) for name, arn in on_roles),
        *own,
        *satellites.profiles(aws, names),
        *satellites.attached_elsewhere(aws, own),
    ]


def policies_of_role(aws: Aws, name: str) -> list[Found]:
    """Returns the inline policies of a role and the policies that are attached to it."""
    inline = aws.listing("iam", "list_role_policies", "PolicyNames", RoleName=name)
    attached = aws.listing("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=name)
    return [*(_inline(name, policy) for policy in inline), *(_attachment(name, one["PolicyArn"]) for one in attached)]


def _likely(aws: Aws, settings: Settings, roles: Sequence[Item]) -> tuple[set[str], set[str]]:
    """Returns the roles with our names, and others that may be ours.

    If a role of the settings is missing, these are the roles of our task definitions and those that GitHub may assume.
    """
    identity = settings.identity
    expected = {identity.task.name, identity.execution.name, identity.deployer.name}
    ours = near(settings, names=names_of(settings, "role"))
    names = {role["RoleName"] for role in roles}
    used: set[str] = set()
    trusted: set[str] = set()
    if not expected <= names:
        running = {family(service.get("taskDefinition", "")) for service in likely_services(aws, settings)}
        definitions = latest(aws, (declared_families(settings) | running) - {""})
        used = {last(one[key]) for one in definitions for key in ROLE_KEYS if one.get(key)}
        trusted = {role["RoleName"] for role in roles if _subjects(role.get("AssumeRolePolicyDocument", {}))}
    named = {name for name in names if ours(name)}
    return named | trusted, (used & names) - named


def _role(role: Item, families: Sequence[str]) -> Found:
    """Returns a role. `families` are the task definitions of others that use it, where it may be ours by use alone."""
    name, trust = role["RoleName"], role.get("AssumeRolePolicyDocument", {})
    facts = {"name": name, "arn": role["Arn"], "subjects": _subjects(trust), "families": list(families)}
    return live("aws_iam_role", name, facts, name=name)


def _inline(role: str, policy: str) -> Found:
    return live("aws_iam_role_policy", f"{role}:{policy}", {"role": role, "name": policy}, name=policy)


def _attachment(role: str, arn: str) -> Found:
    facts = {"role": role, "policy_arn": arn}
    return live("aws_iam_role_policy_attachment", f"{role}/{arn}", facts, name=f"{last(arn)} on {role}")


def _own_policies(aws: Aws, on_roles: Sequence[tuple[str, str]]) -> list[Found]:
    """Returns the attached policies of this account, not AWS's own; a `shared` one is attached to other roles too."""
    arns = sorted({arn for _, arn in on_roles if f":{aws.account_id}:" in arn})
    policies = aws.each(lambda arn: aws.reply("iam", "get_policy", "Policy", PolicyArn=arn), arns)
    roles = [[role for role, one in on_roles if one == arn] for arn in arns]
    return [_own_policy(policy, on) for policy, on in zip(policies, roles, strict=True)]


def _own_policy(policy: Item, roles: Sequence[str]) -> Found:
    name, arn, path = policy["PolicyName"], policy["Arn"], policy.get("Path", "/")
    shared = policy.get("AttachmentCount", 0) != len(roles)
    facts = {"name": name, "arn": arn, "path": path, "roles": list(roles), "shared": shared}
    return live("aws_iam_policy", arn, facts, name=name)


def _subjects(trust: Any) -> tuple[str, ...]:
    """Returns the repositories and branches that a trust policy accepts, without the numbers of GitHub."""
    spelled = re.findall(r'repo:[^"\\]+', trust if isinstance(trust, str) else json.dumps(trust))
    return tuple(sorted({_NUMBER.sub("", each) for each in spelled}))


def _trusted(declared: Declared, match_state: MatchState) -> Hashable | None:
    return _subjects(declared.arguments.get("assume_role_policy", "")) or None


def last_of_its_role(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the only inline policy left on the role, if only one declared policy is left."""
    role = match_state.value(declared, "role")
    parents = references(declared.arguments["role"])
    siblings = [one for parent in parents for one in match_state.users(parent, type_=declared.type, path="role")]
    open_ = [one for one in siblings if one.address not in match_state.matched]
    live_ = [
        one
        for one in match_state.found.get(declared.type, [])
        if one.facts["role"] == role and not match_state.taken_by(one)
    ]
    return Hits(by="the inline policy left on the role", found=live_ if len(open_) == 1 else ())


by_trust = same("trusted repository and branch", wanted=_trusted, key=lambda role: role.facts["subjects"] or None)

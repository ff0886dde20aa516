"""The policies of the live roles, if their permissions were given in another way than this code does. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from imports.live_by_address import Changes, LiveResources
from imports.model import Found
from imports.new_keys import keyed, slug
from modules.identity.settings import RoleSettings
from modules.network.shape import Layout
from modules.settings import Settings

# Until the capture puts in what is live; as it stands it allows nothing.
NOTHING = '{"Version":"2012-10-17","Statement":[]}'


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the policies of the live roles as settings."""
    identity = settings.identity
    roles = {"roles_task": identity.task, "roles_execution": identity.execution, "deployer_role": identity.deployer}
    prefix = f"{settings.project}-{settings.environment}"
    changes: Changes = {}
    for name, role in roles.items():
        if live := live_resources.at(f"aws_iam_role.{name}"):
            changes |= _of_role(live.facts["name"], role, live_resources, prefix=prefix)
    return changes


def _of_role(name: str, role: RoleSettings, live_resources: LiveResources, *, prefix: str) -> Changes:
    """Returns the policies of one role; none if one of the settings' exists, or one that may be the generated one."""
    inline = [one for one in live_resources.of_type("aws_iam_role_policy") if one.facts["role"] == name]
    attached = [one for one in live_resources.of_type("aws_iam_role_policy_attachment") if one.facts["role"] == name]
    if role.policy is None or len(inline) == 1 or {one.name for one in inline} & {role.policy, *_names(role.inline)}:
        return {}
    if inline:
        first, *others = sorted(inline, key=lambda one: one.name)
        tables = {key: {"name": one.name, "document": NOTHING} for key, one in _keyed(others, prefix).items()}
        return {f"{role.where}.policy": first.name} | _tables(f"{role.where}.inline", tables)
    return _attached(attached, role, live_resources, prefix=prefix)


def _attached(attached: Sequence[Found], role: RoleSettings, live_resources: LiveResources, *, prefix: str) -> Changes:
    """Returns the customer-managed policies of the role; else the attached policies of AWS or of others."""
    matched = {one.key for one in live_resources.by_address.values()}
    free = {one.facts["policy_arn"]: one for one in attached if one.key not in matched}
    policies = [one for one in live_resources.of_type("aws_iam_policy") if one.id in free and not one.facts["shared"]]
    if policies:
        tables = {key: _managed(one) for key, one in _keyed(policies, prefix).items()}
        return {f"{role.where}.policy": None} | _tables(f"{role.where}.managed", tables)
    if not free:
        return {}
    given = {key: one.facts["policy_arn"] for key, one in _keyed(list(free.values()), prefix).items()}
    return {f"{role.where}.policy": None} | {f"{role.where}.attached.{key}": arn for key, arn in given.items()}


def _managed(policy: Found) -> dict[str, Any]:
    path = policy.facts["path"]
    return {"name": policy.name, "document": NOTHING} | ({} if path == "/" else {"path": path})


def _names(policies: Mapping[str, Any]) -> Collection[str]:
    return {policy.name for policy in policies.values()}


def _keyed(policies: Sequence[Found], prefix: str) -> dict[str, Found]:
    by_id = {one.id: one for one in sorted(policies, key=lambda one: one.name)}
    keys = keyed(by_id, kept={}, wanted=lambda one: _key(one, prefix), taken=(), beside="_")
    return {keys[id_]: one for id_, one in by_id.items()}


def _key(policy: Found, prefix: str) -> str:
    """Returns a key for an attachment: the name of the policy."""
    name = str(policy.facts.get("policy_arn", policy.name)).rpartition("/")[2]
    return slug(name, without=prefix, kind="policy")


def _tables(place: str, tables: Mapping[str, Mapping[str, Any]]) -> Changes:
    return {f"{place}.{key}": table for key, table in tables.items()}

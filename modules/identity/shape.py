"""Policies of the live roles as settings: those in place of the code's own, and those beside it. Pure."""

from __future__ import annotations

from collections import Counter
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
    """Returns every policy of one role that no setting describes yet.

    The code's own policy gives its place to the first inline policy where the role has none of that name; without any
    inline policy, to the attached ones.
    """
    inline = _policies("aws_iam_role_policy", name, live_resources)
    described = {policy.name for policy in role.inline.values()}
    open_ = [one for one in inline if one.name not in described]
    attached = _policies("aws_iam_role_policy_attachment", name, live_resources)
    free = [one for one in attached if one.key not in {each.key for each in live_resources.by_address.values()}]
    changes: Changes = {}
    if role.policy and open_:
        own = next((one for one in open_ if one.name == role.policy), min(open_, key=lambda one: one.name))
        # The only inline policy that is left is matched, whatever its name.
        changes |= {f"{role.where}.policy": own.name} if len(open_) > 1 and own.name != role.policy else {}
        open_ = [one for one in open_ if one.key != own.key]
    elif role.policy and free and not inline:
        changes[f"{role.where}.policy"] = None
    tables = {key: {"name": one.name, "document": NOTHING} for key, one in _keyed(open_, role.inline, prefix).items()}
    return changes | _tables(f"{role.where}.inline", tables) | _attached(free, role, live_resources, prefix=prefix)


def _policies(type_: str, role: str, live_resources: LiveResources) -> list[Found]:
    return [one for one in live_resources.of_type(type_) if one.facts["role"] == role]


def _attached(attached: Sequence[Found], role: RoleSettings, live_resources: LiveResources, *, prefix: str) -> Changes:
    """Returns the customer-managed policies of the role, and the policies of AWS and of others that it has.

    A policy that two roles have is none of either's own, also where both roles are ours.
    """
    free = {one.facts["policy_arn"]: one for one in attached}
    held = Counter(one.facts["policy_arn"] for one in live_resources.of_type("aws_iam_role_policy_attachment"))
    policies = [one for one in live_resources.of_type("aws_iam_policy") if one.id in free]
    own = [one for one in policies if not one.facts["shared"] and held[one.id] == 1]
    tables = {key: _managed(one) for key, one in _keyed(own, role.managed, prefix).items()}
    others = [one for arn, one in free.items() if arn not in {policy.id for policy in own}]
    given = {key: one.facts["policy_arn"] for key, one in _keyed(others, role.attached, prefix).items()}
    arns = {f"{role.where}.attached.{key}": arn for key, arn in given.items()}
    return _tables(f"{role.where}.managed", tables) | arns


def _managed(policy: Found) -> dict[str, Any]:
    path = policy.facts["path"]
    return {"name": policy.name, "document": NOTHING} | ({} if path == "/" else {"path": path})


def _keyed(policies: Sequence[Found], known: Collection[str], prefix: str) -> dict[str, Found]:
    """Returns new keys for policies; `known` are the keys of the settings."""
    by_id = {one.id: one for one in sorted(policies, key=lambda one: one.name)}
    keys = keyed(by_id, kept={}, wanted=lambda one: _key(one, prefix), taken=known, beside="_")
    return {keys[id_]: one for id_, one in by_id.items()}


def _key(policy: Found, prefix: str) -> str:
    """Returns a key for an attachment: the name of the policy."""
    name = str(policy.facts.get("policy_arn", policy.name)).rpartition("/")[2]
    return slug(name, without=prefix, kind="policy")


def _tables(place: str, tables: Mapping[str, Mapping[str, Any]]) -> Changes:
    return {f"{place}.{key}": table for key, table in tables.items()}

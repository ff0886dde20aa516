"""Asks moto's IAM whether the policies of a key, or of a role, allow an action on an ARN.

Input: a key or a role, and Checks. Output: None, or the denial. `moto_fixes.iam` corrects three of moto's evaluations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult, create_access_key
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from sandbox.authorization.checks import Check

PARTITION = "aws"
_ALWAYS = ("sts:GetCallerIdentity",)  # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html


@dataclass(frozen=True, kw_only=True)
class Denial:
    """A check that IAM denies to a user or a session of a role. `kind` is the kind of policy that lacks the permission.

    `explicit` is true if a policy denies the action, and false if none allows it.
    """

    who: str
    check: Check
    kind: str = "identity-based policy"
    explicit: bool = False

    def __str__(self) -> str:
        """Returns AWS's words: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"""
        action, article = self.check.action, "a" if self.kind.startswith("p") else "an"
        why = f"with an explicit deny in {article} {self.kind}"
        return f"User: {self.who} is not authorized to perform: {action} on resource: {self.check.arn} " + (
            why if self.explicit else f"because no {self.kind} allows the {action} action"
        )


def is_root(key: str, *, account_id: str) -> bool:
    """Returns whether nobody in the account issued this key."""
    users = iam_backends[account_id][PARTITION].list_users("/", None, None)
    given = {access.access_key_id for user in users for access in user.access_keys}
    roles = {assumed.access_key_id for assumed in sts_backends[account_id][PARTITION].assumed_roles}
    return key not in given | roles


def refused(checks: Iterable[Check], *, key: str, token: str, account_id: str) -> Denial | None:
    """Returns the first denial of a key's calls; None if everything is allowed."""
    headers = {"X-Amz-Security-Token": token} if token else {}
    who = create_access_key(account_id, PARTITION, key, headers)
    return _first(checks, who.arn, who.collect_policies())


def refused_to_role(checks: Iterable[Check], *, role: str, session: str, account_id: str) -> Denial | None:
    """Returns the first denial of the calls of a role's session; None if everything is allowed.

    A permissions boundary must allow them, too. Raises moto's NotFoundException if the role does not exist.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    iam, wanted = iam_backends[account_id][PARTITION], list(checks)
    held = iam.get_role(role)
    who = f"arn:{PARTITION}:sts::{account_id}:assumed-role/{role}/{session}"
    inline = [iam.get_role_policy(role, name)[1] for name in iam.list_role_policies(role)]
    attached, _ = iam.list_attached_role_policies(role)
    denial = _first(wanted, who, [*inline, *attached])
    if denial or not held.permissions_boundary_arn:
        return denial
    return _first(wanted, who, [iam.get_policy(held.permissions_boundary_arn)], kind="permissions boundary")


def _first(
    checks: Iterable[Check], who: str, documents: Sequence[Any], *, kind: str = "identity-based policy"
) -> Denial | None:
    """Returns the first denial. An explicit deny overrides every allow.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    """
    policies = [IAMPolicy(document) for document in documents]
    for check in checks:
        if check.action in _ALWAYS:
            continue
        results = {
            policy.is_action_permitted(check.action, check.arn, None, dict(check.context)) for policy in policies
        }
        if PermissionResult.DENIED in results:
            return Denial(who=who, check=check, kind=kind, explicit=True)
        if PermissionResult.PERMITTED not in results:
            return Denial(who=who, check=check, kind=kind)
    return None

"""Asks moto's IAM whether the policies of a key allow an action on an ARN.

Input: a key and a Check. Output: None, or who was denied. `moto_fixes.iam` corrects three of moto's evaluations.
"""

from __future__ import annotations

from collections.abc import Iterable

from moto.iam.access_control import IAMPolicy, PermissionResult, create_access_key
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from sandbox.authorization.checks import Check

PARTITION = "aws"
_ALWAYS = ("sts:GetCallerIdentity",)  # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html


def is_root(key: str, *, account_id: str) -> bool:
    """Returns whether nobody in the account issued this key."""
    users = iam_backends[account_id][PARTITION].list_users("/", None, None)
    given = {access.access_key_id for user in users for access in user.access_keys}
    roles = {assumed.access_key_id for assumed in sts_backends[account_id][PARTITION].assumed_roles}
    return key not in given | roles


def refused(checks: Iterable[Check], *, key: str, token: str, account_id: str) -> tuple[str, Check] | None:
    """Returns who asked and what was denied; None if everything is allowed. An explicit deny overrides every allow.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    """
    headers = {"X-Amz-Security-Token": token} if token else {}
    who = create_access_key(account_id, PARTITION, key, headers)
    policies = [IAMPolicy(policy) for policy in who.collect_policies()]
    for check in checks:
        if check.action in _ALWAYS:
            continue
        results = {
            policy.is_action_permitted(check.action, check.arn, None, dict(check.context)) for policy in policies
        }
        if PermissionResult.DENIED in results or PermissionResult.PERMITTED not in results:
            return who.arn, check
    return None

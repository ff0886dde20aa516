"""Key policies of KMS, which alone decide who may use and change a key.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
"""

from __future__ import annotations

from typing import Any

from guard.policies.iam_policies import Statement, parse
from guard.policies.wildcards import covers


def locks_out(policy: Any, account: str) -> bool:
    """Returns True if the account could not change the policy again: no statement gives its root kms:PutKeyPolicy.

    A statement with a condition does not count, and neither does one for a single role, which can be deleted. A Deny
    for everybody counts as locking out. Raises NotAPolicy.
    """
    root = {"*", account, f"arn:aws:iam::{account}:root"}
    statements = [one for one in parse(policy) if _changes_policies(one) and not one.conditions]
    for_account = [one for one in statements if {name for _, name in one.principals} & root and not one.except_]
    effects = {one.effect for one in for_account}
    return "Allow" not in effects or "Deny" in effects


def _changes_policies(statement: Statement) -> bool:
    return any(covers(action.lower(), "kms:putkeypolicy") for action in statement.actions)

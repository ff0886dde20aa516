"""Reads IAM policies for the baseline. A policy that cannot be read has no statements: another control says so.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.policies.iam_policies import NotAPolicy, Statement, parse
from guard.policies.wildcards import covers

# Ways to get more permissions than a role has, each a set of actions that together suffice.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
ESCALATIONS: tuple[tuple[str, ...], ...] = (
    ("iam:CreatePolicyVersion",),
    ("iam:SetDefaultPolicyVersion",),
    ("iam:PutRolePolicy",),
    ("iam:PutUserPolicy",),
    ("iam:PutGroupPolicy",),
    ("iam:AttachRolePolicy",),
    ("iam:AttachUserPolicy",),
    ("iam:AttachGroupPolicy",),
    ("iam:UpdateAssumeRolePolicy",),
    ("iam:CreateAccessKey",),
    ("iam:CreateLoginProfile",),
    ("iam:UpdateLoginProfile",),
    ("iam:AddUserToGroup",),
    ("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"),
    ("iam:PassRole", "ec2:RunInstances"),
    ("iam:PassRole", "ecs:RunTask", "ecs:RegisterTaskDefinition"),
    ("iam:PassRole", "cloudformation:CreateStack"),
)


def statements(text: str) -> tuple[Statement, ...]:
    """Returns the statements of a policy; none if it is empty or no policy."""
    try:
        return parse(text) if text else ()
    except NotAPolicy:
        return ()


def allowed(text: str) -> Iterator[Statement]:
    """Yields the Allow statements of a policy."""
    return (one for one in statements(text) if one.effect == "Allow")


def permits(statement: Statement, action: str) -> bool:
    """Returns True if the statement names the action, in any case and with wildcards."""
    return any(covers(one.lower(), action.lower()) for one in statement.actions)


def on_everything(statement: Statement) -> bool:
    """Returns True if the statement is for every resource."""
    return "*" in statement.resources or "NotResource" in statement.except_

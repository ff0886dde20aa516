"""Checks what an existing role of the workflows may do beyond the code: a danger, unless it only reads.

In: live policy documents, and those of the code. Out: the further permissions. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from guard.policies.iam_policies import NotAPolicy, Statement, denies_less, parse, permissions, within_any
from guard.policies.wildcards import covers

_READING = re.compile(r"[a-z0-9-]+:(get|list|describe|head|batchget|lookup|search|view|query|scan|select)[a-z0-9*?]*")
# Calls that read, and hand out a secret or an access.
_REVEALING = (
    "connect:getfederationtoken",
    "ec2:getpassworddata",
    "gamelift:getinstanceaccess",
    "lightsail:getinstanceaccessdetails",
    "redshift-serverless:getcredentials",
    "redshift:getclustercredentials",
    "redshift:getclustercredentialswithiam",
    "secretsmanager:batchgetsecretvalue",
    "secretsmanager:getsecretvalue",
    "ssm:getparameter",
    "ssm:getparameterhistory",
    "ssm:getparameters",
    "ssm:getparametersbypath",
    "sts:getfederationtoken",
    "sts:getsessiontoken",
)
# AWS's own policies that only read, by the end of their names.
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
_READ_ONLY = ("ReadOnlyAccess", "ReadOnly", "ViewOnlyAccess", "SecurityAudit")


def is_read_only_of_aws(arn: str) -> bool:
    """Checks whether a policy is AWS's own, and by its name only reads."""
    return arn.startswith("arn:aws:iam::aws:policy/") and arn.endswith(_READ_ONLY)


def further(live: Any, *, code: Sequence[str]) -> tuple[str, ...]:
    """Returns the actions that a live document permits, the documents of the code do not, and that do not only read.

    `live` is JSON text or its object. Returns `a policy that cannot be read` if the document cannot be read.
    """
    try:
        statements = parse(live)
        ours = tuple(statement for text in code for statement in parse(text))
    except NotAPolicy:
        return ("a policy that cannot be read",)
    gained = [part for part in permissions(statements) if not within_any(part, ours) and not _only_reads(part)]
    actions = {action for part in gained for action in part.actions or {"everything but a few actions"}}
    return tuple(sorted(actions))


def denies_too_little(live: Any, *, code: str) -> bool:
    """Checks whether a document lacks a Deny that the code's document has."""
    try:
        return denies_less(parse(code), parse(live))
    except NotAPolicy:
        return True


def _only_reads(part: Statement) -> bool:
    (action, *more) = [action.lower() for action in part.actions] or [""]
    if part.except_ or more or not _READING.fullmatch(action):
        return False
    return not any(covers(action, revealing) for revealing in _REVEALING)

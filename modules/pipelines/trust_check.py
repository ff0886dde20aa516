"""Checks who else may assume an existing role of the workflows: other accounts, other repositories, everybody.

In: the live trust policy, and the one of the code. Out: a sentence for each who must not be let in. Pure.
https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guard.policies.iam_policies import NotAPolicy, Statement, parse, within_any
from guard.policies.wildcards import is_pattern
from modules.pipelines.roles import Role
from modules.pipelines.settings import PipelineSettings

_SUBJECT = re.compile(r"repo:(?P<owner>[^/@:]+)(@(?P<owner_id>\d+))?/(?P<name>[^/@:]+)(@(?P<id>\d+))?:(?P<job>.+)")
_OPERATORS = ("StringEquals", "StringEqualsIgnoreCase", "StringLike")
# IAM shows a deleted user or role by its unique id, which nobody has any more.
_DELETED = re.compile(r"A(IDA|ROA)[A-Z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Trusted:
    """Those who may be let into a role: this account, and this repository through GitHub's identity provider."""

    account_id: str
    issuer: str
    pipelines: PipelineSettings
    role: Role


def others_let_in(live: str, *, code: str, trusted: Trusted) -> Iterator[str]:
    """Yields a sentence for each whom the live trust policy lets in and who is not of this account and repository.

    What the trust policy of the code permits is never reported.
    """
    try:
        statements, ours = parse(live), parse(code)
    except NotAPolicy:
        yield "its trust policy cannot be read"
        return
    for statement in statements:
        if statement.effect == "Allow" and not within_any(statement, ours):
            yield from _of_statement(statement, trusted)


def _of_statement(statement: Statement, trusted: Trusted) -> Iterator[str]:
    if statement.except_:
        yield "its trust policy lets in everybody but a few"
    for kind, name in sorted(statement.principals):
        if name == "*":
            yield "everybody may assume it"
        elif kind == "AWS" and not _is_own(name, trusted.account_id):
            yield f"{name} of another account may assume it"
        elif kind == "Federated":
            if name == f"arn:aws:iam::{trusted.account_id}:oidc-provider/{trusted.issuer}":
                yield from _of_subjects(statement, trusted)
            else:
                yield f"users of the identity provider {name} may assume it"


def _is_own(name: str, account_id: str) -> bool:
    return (
        name == account_id
        or re.match(rf"arn:aws:(iam|sts)::{account_id}:", name) is not None
        or bool(_DELETED.fullmatch(name))
    )


def _of_subjects(statement: Statement, trusted: Trusted) -> Iterator[str]:
    """Yields what is wrong with the subjects. Of several conditions all must hold, so one that is sound suffices."""
    key = f"{trusted.issuer}:sub".lower()
    conditions = [
        values
        for (operator, name), values in statement.conditions.items()
        if name == key and operator.removeprefix("ForAnyValue:") in _OPERATORS
    ]
    wrong = [[text for value in sorted(values) if (text := _wrong(value, trusted))] for values in conditions]
    if not conditions:
        yield "workflows of every repository on GitHub may assume it"
    elif all(wrong):
        yield from wrong[0]


def _wrong(subject: str, trusted: Trusted) -> str | None:
    """Returns why a subject must not be trusted; None if it is one job of this repository."""
    if is_pattern(subject):
        return f"the subject {subject} has a wildcard"
    found = _SUBJECT.fullmatch(subject)
    if not found or not _is_repository(found, trusted.pipelines):
        return f"the subject {subject} is not of the repository {trusted.pipelines.repository}"
    if trusted.role != "plan" and found["job"] == "pull_request":
        does = {"apply": "apply", "image": "push images"}[trusted.role]
        return f"the subject {subject} lets every pull request {does}"
    return None


def _is_repository(found: re.Match[str], pipelines: PipelineSettings) -> bool:
    """Checks names and numbers. A number that the settings do not know yet is not compared."""
    names = f"{found['owner']}/{found['name']}".lower() == pipelines.repository.lower()
    numbers = ((found["owner_id"], pipelines.owner_id), (found["id"], pipelines.repository_id))
    return names and all(live is None or not known or int(live) == known for live, known in numbers)

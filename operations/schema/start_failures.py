"""Explains why a task on Fargate did not start. In: the reason that ECS gives. Out: cause and cure. Pure.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A kind of reason: the pattern of ECS's words, the cause with its named groups, and the cure.

    `{environment}` stands for the environment in the cure.
    """

    pattern: re.Pattern[str]
    says: str
    cure: str


_POLICY = (
    "counterpromo plan {environment} shows the policy as Terraform would make it, and counterpromo apply {environment} "
    "makes it; if the plan is empty: counterpromo audit {environment} --live"
)
_PATH = "counterpromo audit {environment} --live says which hop of its path is missing"
_IMAGE = (
    "build and push the image, set schema_task.digest, and counterpromo apply; see docs/runbooks/change-the-schema.md"
)
_KMS = "allow kms:Decrypt on the key of the secret: set its key in [secrets] of envs/{environment}.toml, then apply"


def _cause(pattern: str, *, says: str, cure: str) -> Cause:
    return Cause(pattern=re.compile(pattern, re.IGNORECASE), says=says, cure=cure)


_CAUSES = (
    _cause(
        r"assumed-role/(?P<role>[^/\s]+)/\S+ is not authorized to perform: (?P<action>\S+) on resource: (?P<arn>\S+) "
        r"with an explicit deny",
        says="a policy denies {action} on {arn} to its execution role {role}",
        cure=_PATH,
    ),
    _cause(
        r"assumed-role/(?P<role>[^/\s]+)/\S+ is not authorized to perform: (?P<action>\S+) on resource: (?P<arn>\S+)",
        says="its execution role {role} lacks the permission {action} on {arn}",
        cure=_POLICY,
    ),
    _cause(
        r"failed to fetch secret (?P<arn>\S+) .*Access to KMS is not allowed",
        says="its execution role may not decrypt the secret {arn} with the secret's KMS key",
        cure=_KMS,
    ),
    _cause(
        r"CannotPullContainerError: .*403 Forbidden",
        says="its execution role may not pull the image",
        cure=_POLICY,
    ),
    _cause(
        r"CannotPullContainerError: .*(?P<ref>sha256:[0-9a-f]{64}).*not found",
        says="the repository has no image {ref}",
        cure=_IMAGE,
    ),
    _cause(
        r"log group does not exist",
        says="its log group does not exist",
        cure="counterpromo apply {environment} makes the log group",
    ),
    _cause(
        r"failed to fetch secret (?P<arn>\S+) .*ResourceNotFoundException",
        says="the secret {arn} does not exist, or has no value yet",
        cure="write the value of the secret in Secrets Manager, or correct schema_task.password",
    ),
    _cause(
        r"did not contain json key (?P<field>\S+)",
        says="the secret of the password has no field {field}",
        cure="correct the field in schema_task.password (KEY:FIELD), then counterpromo apply {environment}",
    ),
    _cause(
        r"context deadline exceeded|context canceled|i/o timeout|dial tcp|connection issue|send request failed",
        says="its subnets and security groups have no way to the service that it calls",
        cure=_PATH,
    ),
)


def explain_start(reason: str, *, environment: str) -> tuple[str, str]:
    """Returns the cause and the cure of a reason; the reason itself, and the audit, if its kind is not known."""
    for cause in _CAUSES:
        if found := cause.pattern.search(reason):
            return cause.says.format(**found.groupdict()), cause.cure.format(environment=environment)
    return reason, _PATH.format(environment=environment)

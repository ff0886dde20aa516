"""What may be applied: a plan's JSON and a mode in, findings out; pure. No finding, no objection.

Whatever it does not fully understand is a finding too. The format is Terraform's own:
https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

# What holds data, or an identity that others rely on: gone is gone.
PROTECTED = frozenset(
    {
        "aws_acm_certificate",
        "aws_cloudwatch_log_group",
        "aws_db_instance",
        "aws_dynamodb_table",
        "aws_ecr_repository",
        "aws_iam_openid_connect_provider",
        "aws_iam_role",
        "aws_route53_record",
        "aws_route53_zone",
        "aws_s3_bucket",
        "aws_secretsmanager_secret",
        "aws_sqs_queue",
        "aws_ssm_parameter",
    }
)
HARMLESS = {("no-op",), ("read",)}
LOSING = {("delete",), ("delete", "create"), ("create", "delete"), ("forget",), ("create", "forget")}
KNOWN = {*HARMLESS, *LOSING, ("create",), ("update",)}


class Mode(Enum):
    """What a plan is made for decides what it may do."""

    ADOPT = "adopt"  # take into state, change nothing
    CREATE = "create"  # make what is absent, adopt what is there, change nothing
    STEADY = "steady"  # everyday changes, but nothing protected may be lost


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One reason not to apply. `address` is empty where the plan as a whole is meant."""

    address: str
    reason: str

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}" if self.address else self.reason


def review(plan: Mapping[str, Any], *, mode: Mode) -> tuple[Finding, ...]:
    """All objections to a plan at once, in the plan's order."""
    whole = _of_the_whole(plan)
    changes = plan.get("resource_changes")
    if not isinstance(changes, Sequence):
        return (*whole, Finding(address="", reason="the plan lists no resources"))
    found = [(_part(change, "address"), _of_one(change, mode=mode)) for change in changes]
    return (*whole, *(Finding(address=str(address), reason=reason) for address, reason in found if reason))


def _of_the_whole(plan: Mapping[str, Any]) -> list[Finding]:
    major = str(plan.get("format_version", "")).partition(".")[0]
    reasons = [
        (major != "1", f"the plan's format is {plan.get('format_version')!r}: only 1.x is understood"),
        (plan.get("errored") is not False, "the plan ended with an error"),
        (plan.get("complete") is not True, "the plan is incomplete"),
        (bool(plan.get("deferred_changes")), "the plan puts changes off to a later one"),
    ]
    return [Finding(address="", reason=reason) for applies, reason in reasons if applies]


def _of_one(change: object, *, mode: Mode) -> str:
    """Why this change may not be, or nothing."""
    actions = tuple(_part(_part(change, "change"), "actions") or ())
    verb = " and ".join(map(str, actions))
    if actions not in KNOWN:
        return f"unknown action {verb or 'none'!r}"
    if actions in HARMLESS:
        return ""
    if actions == ("create",):
        return "would be created, and this may only adopt" if mode is Mode.ADOPT else ""
    if mode is not Mode.STEADY:
        return f"{verb} of what is already there, and this may change nothing"
    type_ = _part(change, "type")
    if actions in LOSING and (type_ in PROTECTED or not type_):
        return f"{verb} of a {type_ or 'resource of no type'}, which holds data or an identity"
    return ""


def _part(document: object, key: str) -> Any:
    """What a document holds under a key; nothing where either is missing."""
    return document.get(key) if isinstance(document, Mapping) else None

"""What somebody else changed since the last apply: told by itself, blocked where the plan would write over it.

`resource_drift` is what reading the live resources found, against the state as it was. Some of it is nobody's doing:
an empty value for an absent one, what moves by itself, and what other resources write into this one (`mirrors`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guard.expected import Expected
from guard.owned_elsewhere import answered_for
from guard.verdict import Finding, Mode, Severity
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import same, texts

# Moves without anybody.
_MOVING = {("aws_db_instance", "latest_restorable_time"), ("aws_rds_cluster", "latest_restorable_time")}
# Shows in this resource what others own: rules of a group, policies of a role, parts of a bucket, what runs where by
# the deploys of the application. A change of something else here does not write over it.
_MIRRORED: Mapping[str, frozenset[str]] = {
    "aws_security_group": frozenset({"ingress", "egress"}),
    "aws_default_route_table": frozenset({"route"}),
    "aws_route_table": frozenset({"route"}),
    "aws_iam_role": frozenset({"inline_policy", "managed_policy_arns"}),
    "aws_ecs_service": frozenset({"task_definition", "desired_count"}),
    "aws_lb_target_group": frozenset({"load_balancer_arns"}),
    "aws_sqs_queue": frozenset({"policy", "redrive_allow_policy"}),
    "aws_sns_topic": frozenset({"policy"}),
    "aws_secretsmanager_secret": frozenset({"policy"}),
    "aws_s3_bucket": frozenset(
        {
            "cors_rule",
            "grant",
            "lifecycle_rule",
            "logging",
            "object_lock_configuration",
            "policy",
            "replication_configuration",
            "server_side_encryption_configuration",
            "versioning",
            "website",
        }
    ),
}
# Written in two ways, of which the provider reads back one or both.
_SPELLED_TWICE = ("action", "default_action")


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Names of attributes only: what drifted may be secret."""
    changing = {change.address: change for change in plan.changes if change.verb not in ("no-op", "read")}
    feeding = _feeding(plan.document.get("relevant_attributes"))
    for drift in plan.drift:
        attributes = _drifted(drift)
        if not attributes and drift.verb != "delete":
            continue
        change = changing.get(drift.address)
        crossed = change is not None and _writes_over(change, drift, attributes)
        fed = changing and not feeding.get(drift.address, set()).isdisjoint(attributes)
        blocked = crossed or fed
        if not blocked:
            attributes = [name for name in attributes if not answered_for(drift, name, plan)]
        if attributes or drift.verb == "delete":
            yield Finding(
                rule="drift-crossed" if blocked else "drift",
                address=drift.address,
                action=change.verb if change else "no-op",
                detail="it is gone" if drift.verb == "delete" else ", ".join(attributes),
                severity=Severity.BLOCKED if blocked else Severity.REPORTED,
            )


def _drifted(drift: Change) -> list[str]:
    return [
        name
        for name in drift.differing()
        if (drift.type, name) not in _MOVING
        and not (name in _SPELLED_TWICE and _alike(drift, name))
        and not _settled(drift, name)
    ]


def _settled(drift: Change, name: str) -> bool:
    """AWS filled in what nobody said, or has got ready what it was making."""
    sides = drift.at(name)
    if drift.type == "aws_acm_certificate" and name == "status":
        return (sides.before, sides.after) == ("PENDING_VALIDATION", "ISSUED")
    return _filled_in(sides.before, sides.after)


def _filled_in(before: Any, after: Any) -> bool:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return all(_filled_in(before.get(key), after.get(key)) for key in {*before, *after})
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_filled_in, before, after))
    return same(before, after) or (before is None and after in (0, False))


def _alike(drift: Change, name: str) -> bool:
    """Whether both spellings lead to the same places."""
    sides = drift.at(name)
    before, after = ({text for text in texts(side) if text.startswith("arn:")} for side in (sides.before, sides.after))
    return bool(before) and before == after


def _writes_over(change: Change, drift: Change, attributes: list[str]) -> bool:
    if change.verb != "update" or drift.verb == "delete":
        return True
    mirrored = _MIRRORED.get(drift.type, frozenset()) - set(change.differing())
    return not mirrored.issuperset(attributes)


def _feeding(relevant: Any) -> dict[str, set[str]]:
    """Address -> the attributes that other changes were computed from."""
    feeding: dict[str, set[str]] = {}
    for each in relevant if isinstance(relevant, list) else []:
        if isinstance(each, Mapping) and isinstance(each.get("attribute"), list) and each["attribute"]:
            feeding.setdefault(str(each.get("resource")), set()).add(str(each["attribute"][0]))
    return feeding

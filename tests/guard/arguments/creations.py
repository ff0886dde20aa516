"""The guard's verdict on each argument of a new resource, found by creating one with the worse value.

A new resource holds no data and nothing relies on it, so most rules have nothing to say of it. The rules in `EXPOSING`
have: each argument that one of them judges in a change must be noticed in a creation, too, or have a reason here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product
from typing import Any

from guard.verdict import Finding, Severity
from modules.registry import PROVIDER_ARGUMENTS
from tests.guard.arguments.verdicts import UNKNOWN, Cell, live_values
from tests.guard.arguments.worse_values import new_values, with_value
from tests.guard.plans import create, judge, plan

# A new resource alone can be open, send data elsewhere, run foreign code, or keep what should be kept unprotected.
EXPOSING = frozenset(
    {
        "container-privileged",
        "database-parameters",
        "deletion-protection-off",
        "dns-target",
        "encryption-off",
        "endpoint-to-others",
        "every-origin",
        "execute-command-on",
        "final-snapshot-skipped",
        "force-destroy",
        "group-opened",
        "image-scan-off",
        "image-tags-mutable",
        "key-policy-locks-out",
        "key-rotation-off",
        "origins-changed",
        "policy-attached",
        "policy-too-broad",
        "policy-widened",
        "public-access",
        "requester-pays",
        "route-changed",
        "secret-changed",
        "session-lengthened",
        "storage-moved",
        "subscriber-added",
        "transport-weakened",
        "trust-widened",
        "versioning-off",
    }
)
# Reason -> `type.path`, `*` stands for any text.
HARMLESS_WHEN_NEW: Mapping[str, tuple[str, ...]] = {
    "it is a new zone, which nobody asks before a registrar delegates to it": (
        "aws_route53_zone.delegation_set_id",
        "aws_route53_zone.name",
        "aws_route53_zone.vpc.*",
    ),
    "AWS encrypts each object and each table without it": (
        "aws_dynamodb_table.server_side_encryption.enabled",
        "aws_s3_bucket.server_side_encryption_configuration.*",
        "aws_s3_bucket_server_side_encryption_configuration.*",
    ),
    "it names the resource that this one belongs to": (
        "aws_s3_bucket.bucket",
        "aws_s3_bucket_public_access_block.bucket",
        "aws_s3_bucket_versioning.bucket",
        "aws_vpc_security_group_*_rule.security_group_id",
    ),
    "a new bucket has no earlier versions; versioning is a setting of its own": (
        "aws_s3_bucket.object_lock_enabled",
        "aws_s3_bucket.versioning.*",
        "aws_s3_bucket_versioning.versioning_configuration.mfa_delete",
    ),
    "another group of this account is admitted; a range of addresses, or a group of another account, is noticed": (
        "aws_vpc_security_group_*_rule.*_port",
        "aws_vpc_security_group_egress_rule.ip_protocol",
        "aws_vpc_security_group_*_rule.referenced_security_group_id",
    ),
    "it belongs to the origins of the same rule: every origin is noticed": (
        "aws_s3_bucket*.cors_rule.allowed_headers",
        "aws_s3_bucket*.cors_rule.allowed_methods",
        "aws_s3_bucket*.cors_rule.expose_headers",
        "aws_s3_bucket*.cors_rule.id",
        "aws_s3_bucket*.cors_rule.max_age_seconds",
    ),
    "the load balancer of this product is public; its groups decide who reaches it": ("aws_lb.internal",),
    "a new listener demands no certificate of its clients, and adds no header": (
        "aws_lb_listener.mutual_authentication.*",
        "aws_lb_listener.routing_http_response_content_security_*",
        "aws_lb_listener.routing_http_response_strict_transport_*",
        "aws_lb_listener.routing_http_response_x_*",
    ),
    "it serves nobody and holds nothing yet; counterpromo audit names it afterwards": (
        "aws_dynamodb_table.deletion_protection_enabled",
        "aws_lb.enable_deletion_protection",
    ),
    "a volume is judged by what it holds; one without a source is empty": ("aws_ecs_task_definition.volume.name",),
    "the receivers check either version": ("aws_sns_topic.signature_version",),
    "a parameter group is judged by its parameters": (
        "aws_db_instance.option_group_name",
        "aws_db_instance.parameter_group_name",
    ),
    "AWS trusts GitHub by its own certificate authorities, whatever the thumbprints": (
        "aws_iam_openid_connect_provider.thumbprint_list",
    ),
    "virtual private gateways are no part of this product": ("aws_*route_table.propagating_vgws",),
    "the routes of a table are resources of their own, which are judged": ("aws_*route_table.route",),
    "a deletion of the role detaches its policies, which are judged": ("aws_iam_role.force_detach_policies",),
}


@dataclass(frozen=True, kw_only=True)
class NewCell:
    """One argument of a new resource. `rules` are those that notice a worse value: rule -> True if it blocks."""

    type: str
    path: str
    rules: Mapping[str, bool]
    reason: str


def new_cells(cells: list[Cell]) -> Iterator[NewCell]:
    """Yields each argument that an exposing rule judges in a change."""
    live = live_values()
    for cell in cells:
        judged = set(cell.rules) & EXPOSING
        if judged:
            rules = _noticed(cell, live.get(cell.type, {}), judged=judged)
            yield NewCell(type=cell.type, path=cell.path, rules=rules, reason=_reason(f"{cell.type}.{cell.path}"))


def _noticed(cell: Cell, live: Mapping[str, Any], *, judged: set[str]) -> dict[str, bool]:
    """Returns the rules that a creation with a worse value adds, and those that notice each creation of the type."""
    address, rules = f"{cell.type}.one", dict[str, bool]()
    schema_type = PROVIDER_ARGUMENTS[cell.type]["settable"][cell.path]
    for (place, value), values in product(new_values(cell.type, cell.path, schema_type), (live, {})):
        plain = {finding.rule for finding in _creation(address, values)} - judged - {"route-added"}
        for finding in _creation(address, with_value(values, place, value)):
            if finding.rule not in {*plain, UNKNOWN}:
                rules[finding.rule] = rules.get(finding.rule, False) or finding.severity is Severity.BLOCKED
    return rules


def _creation(address: str, values: Mapping[str, Any]) -> tuple[Finding, ...]:
    return judge(plan(create(address, dict(values)))).findings


def _reason(argument: str) -> str:
    return next(
        (
            reason
            for reason, patterns in HARMLESS_WHEN_NEW.items()
            if any(fnmatchcase(argument, one) for one in patterns)
        ),
        "",
    )

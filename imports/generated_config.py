"""What Terraform wrote of live resources by `plan -generate-config-out`, made fit to be kept. Pure.

In: that text. Out: the arguments of each address. Terraform writes whatever the provider reads, sensitive values aside:
nulls, zeros that mean "unset", arguments that exclude each other, rules that are resources of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import hcl2

from imports.hcl_strings import shielded, unshielded
from imports.strays_to_write import Adoptable

Body = dict[str, Any]
# Placed by python-hcl2 in blocks, and not in objects: what tells them apart.
_LINES = ("__start_line__", "__end_line__")

# What another argument says too, what is a resource of its own, and what may hold a secret without being called so.
_NEVER: Mapping[str, frozenset[str]] = {
    "aws_instance": frozenset(
        {"cpu_core_count", "cpu_threads_per_core", "ipv6_address_count", "user_data", "user_data_base64"}
    ),
    "aws_lb": frozenset({"subnet_mapping"}),
    "aws_nat_gateway": frozenset({"secondary_private_ip_address_count"}),
    "aws_route_table": frozenset({"route"}),
    "aws_security_group": frozenset({"ingress", "egress"}),
    "aws_ssm_parameter": frozenset({"arn"}),
    "aws_subnet": frozenset({"availability_zone_id", "enable_lni_at_device_index"}),
}
_FOLLOWS = "tags_all"
# Zero or false where nobody ever said anything; the provider refuses them when they are written.
_UNSET = frozenset(
    {
        "customer_owned_ip_enabled",
        "datapoints_to_alarm",
        "duration",
        "iops",
        "ipv6_netmask_length",
        "map_customer_owned_ip_on_launch",
        "multivalue_answer_routing_policy",
        "order",
        "performance_insights_retention_period",
        "placement_partition_number",
        "storage_throughput",
        "throughput",
    }
)
# Blocks that are switched off, and not to be written, unless they hold one of these.
_HOLDING: Mapping[str, tuple[str, ...]] = {
    "access_logs": ("bucket",),
    "connection_logs": ("bucket",),
    "stickiness": ("duration", "type"),
}
_SAYING_MUCH_WHEN_EMPTY = "filter"  # of a bucket's lifecycle rule: for every object
# Known to Terraform alone: they would show as changes after an import.
_IGNORED: Mapping[str, tuple[str, ...]] = {
    "aws_secretsmanager_secret": ("recovery_window_in_days", "force_overwrite_replica_secret"),
}
_ELSEWHERE = "kept where it is, not in code"
_LARGEST_MESSAGE = 262144  # what the provider allows; AWS has allowed more since


@dataclass(frozen=True, kw_only=True)
class Written:
    """A stray as code."""

    adoptable: Adoptable
    body: Body


def parse(text: str) -> dict[str, Body]:
    """Arguments by address; those of nested blocks are lists of blocks, see `is_block`."""
    return {
        f"{type_}.{name}": body
        for resource in unshielded(hcl2.loads(shielded(text), with_meta=True)).get("resource", [])
        for type_, named in resource.items()
        for name, body in named.items()
    }


def clean(type_: str, body: Body) -> Body:
    """What a person would have written to say the same."""
    kept = {key: value for key, value in _said(body).items() if key not in _NEVER.get(type_, ())}
    ignored = [*_IGNORED.get(type_, ())]
    match type_:
        case "aws_db_instance" if not str(kept.get("kms_key_id")).startswith("arn:"):
            kept.pop("kms_key_id", None)
        case "aws_instance" if body.get("user_data"):
            ignored += ["user_data", "user_data_replace_on_change"]
        case "aws_route53_record" if "alias" in kept:
            kept.pop("ttl", None)
        case "aws_route53_zone":
            kept.setdefault("comment", "")  # else it is Terraform's own comment
        case "aws_sqs_queue" if kept.get("max_message_size", 0) > _LARGEST_MESSAGE:
            del kept["max_message_size"]
            ignored.append("max_message_size")
        case "aws_ssm_parameter":
            kept["value"] = _ELSEWHERE
            ignored.append("value")
    if ignored:
        kept["lifecycle"] = [{"ignore_changes": ignored} | dict.fromkeys(_LINES, 0)]
    return kept


def is_block(value: object) -> bool:
    """Whether a value stands for nested blocks, rather than for a list of objects."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and _LINES[0] in value[0]


def arguments(body: Body) -> Body:
    """A body without the marks by which blocks are told from objects."""
    return {key: value for key, value in body.items() if key not in _LINES}


def _said(body: Body) -> Body:
    """Without what says nothing, here and in nested blocks; objects, such as tags, stay as they are."""
    kept: Body = {}
    for key, value in body.items():
        if is_block(value):
            if blocks := [block for block in map(_said, value) if _says_something(key, block)]:
                kept[key] = blocks
        elif not (key == _FOLLOWS or value in (None, "") or value in ([], {}) or (key in _UNSET and not value)):
            kept[key] = value
    return kept


def _says_something(name: str, block: Body) -> bool:
    if name in _HOLDING:
        return any(block.get(key) for key in _HOLDING[name])
    return name == _SAYING_MUCH_WHEN_EMPTY or bool(arguments(block))

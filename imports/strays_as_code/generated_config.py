"""Cleans the configuration that `terraform plan -generate-config-out` writes for live resources. Pure.

In: the generated HCL. Out: the arguments of each address. Terraform writes everything that the provider reads except
sensitive values: nulls, zeros that mean "unset", arguments that exclude each other, rules that are separate resources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imports.resource_type import GeneratedConfig
from imports.strays_as_code.hcl_strings import shielded, unshielded
from imports.strays_as_code.strays_to_write import Adoptable

Body = dict[str, Any]
# python-hcl2 puts these into blocks and not into objects.
_LINES = ("__start_line__", "__end_line__")

_COMPUTED = "tags_all"
# Zero or false where the argument was never set; the provider refuses these values in code.
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
# Blocks that are switched off unless they hold one of these arguments; they are dropped.
_SWITCHED_ON_BY: Mapping[str, tuple[str, ...]] = {
    "access_logs": ("bucket",),
    "connection_logs": ("bucket",),
    "stickiness": ("duration", "type"),
}
_KEPT_WHEN_EMPTY = "filter"  # in a bucket's lifecycle rule: the rule applies to every object


@dataclass(frozen=True, kw_only=True)
class Written:
    """A stray and the arguments of its resource block."""

    adoptable: Adoptable
    body: Body


def parse(text: str) -> dict[str, Body]:
    """Returns the arguments by address; a nested block is a list of blocks, see `is_block`."""
    import hcl2  # its grammar takes as long to load as a quarter of all commands' own code, and one command needs it

    return {
        f"{type_}.{name}": body
        for resource in unshielded(hcl2.loads(shielded(text), with_meta=True)).get("resource", [])
        for type_, named in resource.items()
        for name, body in named.items()
    }


def clean(body: Body, *, generated: GeneratedConfig) -> Body:
    """Returns the arguments that a person would have written, with `ignore_changes` for what only Terraform knows."""
    set_arguments, ignored = _without_empty(body), generated.ignores
    if generated.corrects:
        set_arguments, more = generated.corrects(set_arguments)
        ignored = (*ignored, *more)
    kept = {name: value for name, value in set_arguments.items() if name not in generated.drops}
    if ignored:
        kept["lifecycle"] = [{"ignore_changes": list(ignored)} | dict.fromkeys(_LINES, 0)]
    return kept


def is_block(value: object) -> bool:
    """Returns True if a value is a list of nested blocks and not a list of objects."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and _LINES[0] in value[0]


def arguments(body: Body) -> Body:
    """Returns a body without the line numbers that mark blocks."""
    return {key: value for key, value in body.items() if key not in _LINES}


def _without_empty(body: Body) -> Body:
    """Returns the arguments that are set, also in nested blocks; objects, such as tags, stay as they are."""
    kept: Body = {}
    for key, value in body.items():
        if is_block(value):
            if blocks := [block for block in map(_without_empty, value) if _is_set(key, block)]:
                kept[key] = blocks
        elif not (key == _COMPUTED or value in (None, "") or value in ([], {}) or (key in _UNSET and not value)):
            kept[key] = value
    return kept


def _is_set(name: str, block: Body) -> bool:
    if name in _SWITCHED_ON_BY:
        return any(block.get(key) for key in _SWITCHED_ON_BY[name])
    return name == _KEPT_WHEN_EMPTY or bool(arguments(block))

"""Compares an attribute that shows other resources with the resources of this code that own its content.

A security group shows its rules, a bucket shows its policy. Terraform creates these after the group or the bucket, so
the attribute differs from the state until the next apply although nobody changed anything. Content that no resource of
this code owns was added by somebody else, and shows nowhere but here.
https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc_security_group_ingress_rule
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guard.resource_type import UNKNOWN_TYPE, Owner, Types
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import empty

Key = tuple[str, ...]
_IDS = ("id", "arn", "bucket", "url")


def is_explained(drift: Change, attribute: str, plan: Plan, *, types: Types) -> bool:
    """Returns True if unchanged resources of this code own everything that the attribute shows now."""
    owner = types.get(drift.type, UNKNOWN_TYPE).owned_elsewhere.get(attribute)
    return owner is not None and owner(drift.after.get(attribute), drift, plan)


def part_of_its_own(type_: str, *, by: str) -> Owner:
    """Returns an owner: a resource of `type_` whose attribute `by` names the drifted resource."""

    def owner(shown: Any, drift: Change, plan: Plan) -> bool:
        ids = [drift.after[name] for name in _IDS if not empty(drift.after.get(name))]
        return any(part.before.get(by) in ids for part in owning(plan, type_))

    return owner


def unchanged(plan: Plan, *types: str) -> Iterator[Change]:
    """Yields the resources of these types that the plan leaves as they are; a pending change explains nothing."""
    return (resource for resource in plan.of_type(*types) if resource.verb == "no-op")


def owning(plan: Plan, *types: str) -> Iterator[Change]:
    """Yields the resources of these types that own what is shown, also those that the plan changes or deletes.

    Until the apply they own it, unless somebody changed them, too: then they have drift of their own.
    """
    drifted = {drift.address for drift in plan.drift}
    for resource in plan.of_type(*types):
        pending = resource.verb in ("update", "delete") and resource.address not in drifted
        if pending or resource.verb == "no-op":
            yield resource


def key(*parts: Any) -> Key:
    """Returns a comparable key: a plan may hold any JSON value in any place."""
    return tuple(map(str, parts))


def all_within(shown: Iterable[Key], owned: set[Key]) -> bool:
    """Returns True if each shown key is owned."""
    return all(key_ in owned for key_ in shown)


def values(value: Any) -> Iterator[Key]:
    """Yields a key for each entry of a list of plain values."""
    return (key(entry) for entry in (value if isinstance(value, list) else [value]))


def blocks(value: Any) -> list[Mapping[str, Any]]:
    """Returns the nested blocks of a list; an entry that is no block becomes an empty block, which nothing owns."""
    return [entry if isinstance(entry, Mapping) else {} for entry in (value if isinstance(value, list) else [value])]

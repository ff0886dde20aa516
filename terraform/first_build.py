"""Tells from a plan's JSON if the state was empty, and if the plan is the first build of an environment. Pure.

https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def state_is_empty(plan: Mapping[str, Any]) -> bool:
    """Returns True if the state held no managed resource when the plan was made.

    `prior_state` also lists the resources that the plan imports, and lacks those that were deleted outside of Terraform
    and are therefore created again: `resource_drift` lists these.
    """
    imported = {entry["address"] for entry in _managed(plan) if entry["change"].get("importing")}
    held = {entry["address"] for entry in _managed(plan) if entry["change"]["actions"] != ["create"]}
    held |= set(_in_prior_state((plan.get("prior_state") or {}).get("values", {}).get("root_module", {})))
    held |= {entry["address"] for entry in plan.get("resource_drift", ()) if entry["change"].get("before")}
    return not held - imported


def is_first_build(plan: Mapping[str, Any]) -> bool:
    """Returns True if the plan creates resources, the state was empty, and the plan imports nothing.

    A plan that also imports is an adoption: what it creates is only what was missing.
    """
    changes = [entry["change"] for entry in _managed(plan)]
    creates = any("create" in change["actions"] for change in changes)
    imports = any(change.get("importing") for change in changes)
    return creates and not imports and state_is_empty(plan)


def _managed(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for entry in plan.get("resource_changes", ()):
        if entry.get("mode") != "data":
            yield entry


def _in_prior_state(module: Mapping[str, Any]) -> Iterator[str]:
    """Yields the addresses of the managed resources of a module and of the modules it calls."""
    for resource in module.get("resources", ()):
        if resource["mode"] == "managed":
            yield str(resource["address"])
    for child in module.get("child_modules", ()):
        yield from _in_prior_state(child)

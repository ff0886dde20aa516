"""Sets arguments in the JSON of a state: those that only the state holds, which no import can read from AWS. Pure.

In: a state as `terraform state pull` prints it, and type -> argument -> value. Out: the next version of the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Mapping[str, Any]]


def with_arguments(state: Mapping[str, Any], values: Values) -> dict[str, Any] | None:
    """Returns the state with these arguments in every resource of their types, or None if it has them already.

    The lineage stays and the serial is one higher, as `terraform state push` requires. Objects that wait for their
    deletion (`deposed`) are resources, too.
    https://developer.hashicorp.com/terraform/cli/commands/state/push
    """
    if not lacking(state, values):
        return None
    resources = [_completed(resource, values) for resource in state["resources"]]
    return {**state, "serial": int(state["serial"]) + 1, "resources": resources}


def lacking(state: Mapping[str, Any], values: Values) -> tuple[str, ...]:
    """Returns the addresses of the resources that lack an argument, sorted."""
    return tuple(sorted({_address(each) for each in state.get("resources", []) if _completed(each, values) != each}))


def _completed(resource: Mapping[str, Any], values: Values) -> Mapping[str, Any]:
    wanted = values.get(str(resource.get("type"))) if resource.get("mode") == "managed" else None
    if not wanted:
        return resource
    instances = [{**each, "attributes": {**each["attributes"], **wanted}} for each in resource["instances"]]
    return {**resource, "instances": instances}


def _address(resource: Mapping[str, Any]) -> str:
    module = f"{resource['module']}." if "module" in resource else ""
    return f"{module}{resource['type']}.{resource['name']}"

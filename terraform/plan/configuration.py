"""The `configuration` of a plan: the arguments that the code sets, and the resources they refer to.

It lists modules and resources as the code has them, before `count` and `for_each`: indexes of an address are left out.
https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_INDEX = re.compile(r"\[(?:\d+|\"(?:[^\"\\]|\\.)*\")\]")


Written = Mapping[str, Mapping[str, Any]]


def expressions(written: Written, address: str) -> Mapping[str, Any]:
    """Returns the arguments that the code sets; empty if the plan does not list them."""
    arguments = written.get(plain(address), {}).get("expressions")
    return arguments if isinstance(arguments, Mapping) else {}


def references(written: Written, address: str, argument: str) -> tuple[str, ...]:
    """Returns the addresses of the resources that an argument refers to, from the root module."""
    expression = expressions(written, address).get(argument)
    listed = expression.get("references", ()) if isinstance(expression, Mapping) else ()
    prefix = "".join(f"{part}." for part in plain(address).split(".")[:-2])
    targets = {".".join(str(reference).split(".")[:2]) for reference in listed}
    return tuple(sorted(f"{prefix}{target}" for target in targets if target.count(".") == 1))


def resources(configuration: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Returns address -> resource as the code has it, of all modules."""
    return dict(_walk(configuration.get("root_module"), ""))


def plain(address: str) -> str:
    """Returns the address without indexes: `aws_vpc.main[0]` as `aws_vpc.main`."""
    return _INDEX.sub("", address)


def _walk(module: Any, prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(module, Mapping):
        return
    listed = module.get("resources")
    for resource in listed if isinstance(listed, list) else ():
        if isinstance(resource, Mapping):
            yield f"{prefix}{resource.get('address')}", resource
    calls = module.get("module_calls")
    for name, call in calls.items() if isinstance(calls, Mapping) else ():
        yield from _walk(call.get("module") if isinstance(call, Mapping) else None, f"{prefix}module.{name}.")

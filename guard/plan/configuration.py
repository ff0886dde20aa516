"""What a plan says of the code it was made from: which arguments are set, and what they refer to.

`configuration` has modules and resources as written, before `count` and `for_each`: indexes of an address are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_INDEX = re.compile(r"\[(?:\d+|\"(?:[^\"\\]|\\.)*\")\]")


Written = Mapping[str, Mapping[str, Any]]


def expressions(written: Written, address: str) -> Mapping[str, Any]:
    """The arguments that the code sets; empty where the plan does not say."""
    found = written.get(plain(address), {})
    arguments = found.get("expressions")
    return arguments if isinstance(arguments, Mapping) else {}


def references(written: Written, address: str, argument: str) -> tuple[str, ...]:
    """The addresses of the resources that an argument refers to, as seen from the root."""
    expression = expressions(written, address).get(argument)
    listed = expression.get("references", ()) if isinstance(expression, Mapping) else ()
    prefix = "".join(f"{part}." for part in plain(address).split(".")[:-2])
    targets = {".".join(str(each).split(".")[:2]) for each in listed}
    return tuple(sorted(f"{prefix}{target}" for target in targets if target.count(".") == 1))


def resources(configuration: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Address -> resource, as written, of all modules."""
    return dict(_walk(configuration.get("root_module"), ""))


def plain(address: str) -> str:
    """The address without its indexes."""
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

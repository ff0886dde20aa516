"""A synthesized stack as tests read it: resources by type and address, references as they stand in the JSON."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terraform.expressions import references
from terraform.stack import Address


@dataclass(frozen=True)
class Resource:
    """One resource: its address and its arguments as Terraform reads them."""

    address: str
    arguments: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.arguments[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.arguments.get(name, default)

    def refers_to(self, name: str) -> set[str]:
        """Addresses an argument speaks of."""
        return set(re.findall(r"\b(?:data\.)?(aws_[a-z0-9_]+\.[a-z0-9_]+)\.", json.dumps(self.arguments.get(name))))


@dataclass(frozen=True)
class Stack:
    """One stack's JSON document."""

    document: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> "Stack":
        return cls(json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8")))

    @property
    def resources(self) -> list[Resource]:
        return [
            Resource(f"{type_}.{name}", arguments)
            for type_, named in self.document["resource"].items()
            for name, arguments in named.items()
        ]

    def of_type(self, type_: str) -> list[Resource]:
        return [resource for resource in self.resources if resource.address.startswith(f"{type_}.")]

    def at(self, address: str) -> Resource:
        type_, name = address.split(".")
        return Resource(address, self.document["resource"][type_][name])

    def has(self, address: str) -> bool:
        type_, name = address.split(".")
        return name in self.document["resource"].get(type_, {})


def slice_of(document: Mapping[str, Any], types: Collection[str]) -> dict[str, Any]:
    """Returns a stack with the resources of these types and all that they refer to; the whole stack without types."""
    if not types:
        return dict(document)
    resources = document["resource"]
    wanted = {f"{type_}.{name}" for type_ in types for name in resources[type_]}
    while more := {each for address in wanted for each in _needed(document, address)} - wanted:
        wanted |= more
    kept = {
        type_: {name: arguments for name, arguments in named.items() if f"{type_}.{name}" in wanted}
        for type_, named in resources.items()
    }
    rest = {key: value for key, value in document.items() if key not in ("resource", "output")}
    return {**rest, "resource": {type_: named for type_, named in kept.items() if named}}


def _needed(document: Mapping[str, Any], address: str) -> set[str]:
    """Returns what a resource refers to, and what it names in `depends_on`."""
    arguments = _arguments(document, address)
    return {*references(arguments), *arguments.get("depends_on", ())}


def _arguments(document: Mapping[str, Any], address: str) -> Any:
    type_, name = Address.parse(address)
    section = "data" if type_.startswith("data.") else "resource"
    return document.get(section, {}).get(type_.removeprefix("data."), {}).get(name)

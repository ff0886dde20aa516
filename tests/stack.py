"""A synthesized stack as tests read it: resources by type and address, references as they stand in the JSON."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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

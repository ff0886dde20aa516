"""Reads a synthesized stack (`cdk.tf.json`): resources, their arguments, and what is protected from being destroyed.

https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from errors import CounterPromoError

STACK_FILE = "cdk.tf.json"
META_ARGUMENTS = ("//", "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner")


class Address(NamedTuple):
    """The address of a resource in the root module. The type of a data source is `data.TYPE`."""

    type: str
    name: str

    @classmethod
    def parse(cls, address: str) -> Address:
        """Returns `aws_vpc.main` as type and name, `data.aws_vpc.main` too."""
        type_, _, name = address.rpartition(".")
        return cls(type_, name)

    def __str__(self) -> str:
        return f"{self.type}.{self.name}"


@dataclass(frozen=True, kw_only=True)
class Stack:
    """One synthesized stack; `document` is its JSON."""

    document: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Stack:
        """Returns the stack in a folder, or in a file. Raises CounterPromoError if there is none or it is not JSON."""
        return cls(document=read_document(path / STACK_FILE if path.is_dir() else path))

    def resources(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yields address and arguments of every resource, data sources left out."""
        return self._section("resource", prefix="")

    def data_sources(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yields address (`data.TYPE.NAME`) and arguments of every data source."""
        return self._section("data", prefix="data.")

    def arguments(self, address: str) -> Mapping[str, Any]:
        """Returns the arguments of a resource; empty if the stack does not have the resource."""
        type_, name = Address.parse(address)
        arguments: Mapping[str, Any] = self.document.get("resource", {}).get(type_, {}).get(name, {})
        return arguments

    def types(self) -> frozenset[str]:
        """Returns the Terraform types of all resources and, as `data.TYPE`, of all data sources."""
        addresses = [address for section in (self.resources(), self.data_sources()) for address, _ in section]
        return frozenset(Address.parse(address).type for address in addresses)

    def protected(self) -> frozenset[str]:
        """Returns the addresses with `prevent_destroy`, which no plan shows."""
        return frozenset(
            address
            for address, arguments in self.resources()
            if arguments.get("lifecycle", {}).get("prevent_destroy") is True
        )

    def _section(self, section: str, *, prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for type_, named in self.document.get(section, {}).items():
            yield from ((f"{prefix}{type_}.{name}", arguments) for name, arguments in named.items())


def read_document(path: Path) -> dict[str, Any]:
    """Returns the JSON of a stack's file. Raises CounterPromoError if there is no such file or it is not JSON."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CounterPromoError(f"no synthesized stack at {path}", cure="cdktf synth") from None
    except ValueError as fault:
        raise CounterPromoError(f"{path} is not JSON: {fault}", cure="cdktf synth") from fault
    if not isinstance(document, dict):
        raise CounterPromoError(f"{path} holds a {type(document).__name__}, not a stack", cure="cdktf synth")
    return document

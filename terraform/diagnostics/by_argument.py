"""Terraform's errors by the resource and the argument that they are about. In: what terraform printed, the stack. Pure.

A diagnostic of `terraform plan -json` names the resource, and the place in the file: the argument that stands there is
looked up in the stack, which `terraform.import_blocks.write` lays out one value a line.
https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terraform.diagnostics import json_lines

_ARGUMENT = re.compile(r'^ {8}"([^"]+)":')  # resource, type, name, argument: two spaces each


@dataclass(frozen=True, kw_only=True)
class Diagnostic:
    """One error; `address` and `argument` are empty where Terraform does not name them."""

    address: str
    argument: str
    text: str


def read(stdout: str, *, stack: str) -> tuple[Diagnostic, ...]:
    """Returns the errors among the lines of a `-json` run of terraform over the text of a stack."""
    lines = stack.splitlines()
    return tuple(_read(error, lines) for error in json_lines.errors(stdout))


def _read(error: Mapping[str, Any], lines: list[str]) -> Diagnostic:
    address = error.get("address") or _of_context((error.get("snippet") or {}).get("context"))
    text = " ".join(f"{error.get('summary', '')}: {error.get('detail', '')}".split()).rstrip(": ")
    start = ((error.get("range") or {}).get("start") or {}).get("line", 0)
    return Diagnostic(address=address, argument=_argument_at(start, lines) if address else "", text=text)


def _of_context(context: str | None) -> str:
    """Returns the address in `resource.TYPE.NAME`, which a path into the resource may follow."""
    kind, *path = (context or "").split(".")
    return ".".join(path[:2]) if kind == "resource" else ""


def _argument_at(number: int, lines: list[str]) -> str:
    """Returns the argument whose value begins on this line or above it; empty where the whole resource is meant."""
    for line in reversed(lines[:number]):
        if found := _ARGUMENT.match(line):
            return found.group(1)
        if not line.startswith(" " * 8):
            return ""
    return ""

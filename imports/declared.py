"""What the code declares. In: a synthesized stack (`cdk.tf.json`). Out: its resources as Declared, by address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from imports.model import Declared
from terraform.stack import read_document


def read(path: Path) -> tuple[Declared, ...]:
    """The resources and data sources of the stack at `path`.

    Raises CounterPromoError where there is no such file or it is not a stack.
    """
    return from_document(read_document(path))


def from_document(document: Mapping[str, Any]) -> tuple[Declared, ...]:
    """The resources and data sources of Terraform's JSON syntax: `{"resource": {TYPE: {NAME: arguments}}}`.

    https://developer.hashicorp.com/terraform/language/syntax/json
    """
    declared = [*_section(document, section="resource", prefix=""), *_section(document, section="data", prefix="data.")]
    return tuple(sorted(declared, key=lambda resource: resource.address))


def _section(document: Mapping[str, Any], *, section: str, prefix: str) -> list[Declared]:
    return [
        Declared(
            address=f"{prefix}{type_}.{name}",
            type=f"{prefix}{type_}",
            arguments={key: value for key, value in arguments.items() if key not in ("//", "lifecycle", "depends_on")},
        )
        for type_, named in document.get(section, {}).items()
        for name, arguments in named.items()
    ]

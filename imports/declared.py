"""What the code declares. In: a synthesized stack (`cdk.tf.json`). Out: its resources as Declared, by address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from envs.errors import CounterPromoError
from imports.model import Declared


def read(path: Path) -> tuple[Declared, ...]:
    """The resources and data sources of the stack at `path`.

    Raises CounterPromoError where there is no such file or it is not a stack.
    """
    return from_document(read_document(path))


def read_document(path: Path) -> dict[str, Any]:
    """The stack at `path` as it stands, for `blocks` to add to."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CounterPromoError(f"no synthesized stack at {path}", cure="cdktf synth") from None
    except ValueError as fault:
        raise CounterPromoError(f"{path} is not JSON: {fault}", cure="cdktf synth") from fault
    if not isinstance(document, dict):
        raise CounterPromoError(f"{path} holds a {type(document).__name__}, not a stack", cure="cdktf synth")
    return document


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

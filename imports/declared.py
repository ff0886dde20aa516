"""Lists the resources and data sources that the code declares, from a synthesized stack (`cdk.tf.json`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from imports.model import Declared
from terraform.stack import Address, Stack

_META_ARGUMENTS = ("//", "lifecycle", "depends_on")


def read(path: Path) -> tuple[Declared, ...]:
    """Returns the declared resources of the stack at `path`, sorted by address.

    Raises CounterPromoError if there is no such file or it is not a stack.
    """
    return of_stack(Stack.read(path))


def of_stack(stack: Stack) -> tuple[Declared, ...]:
    """Returns the declared resources and data sources of a stack, sorted by address, without meta-arguments."""
    declared = [_declared(*resource) for resource in (*stack.resources(), *stack.data_sources())]
    return tuple(sorted(declared, key=lambda resource: resource.address))


def _declared(address: str, arguments: Mapping[str, Any]) -> Declared:
    plain = {key: value for key, value in arguments.items() if key not in _META_ARGUMENTS}
    return Declared(address=address, type=Address.parse(address).type, arguments=plain)

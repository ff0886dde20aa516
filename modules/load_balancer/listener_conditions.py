"""What listener rules look at, read one way from both sides. In: `condition` as the code or the facts have it."""

from __future__ import annotations

from typing import Any

from terraform.expressions import value_at


def conditions(written: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The conditions in one order: what they look at, and the values they look for."""
    read = [
        (field, tuple(sorted(value_at(block, "values") or ())))
        for condition in (written if isinstance(written, list) else [written])
        for field, block in condition.items()
        if block
    ]
    return tuple(sorted(read))


def pairs(written: Any) -> set[tuple[str, str]]:
    """Each value with what it is looked for in: `("path_pattern", "/api/*")`."""
    return {(field, value) for field, values in conditions(written) for value in values}

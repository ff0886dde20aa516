"""Conditions of listener rules in one form, from the code or from live facts."""

from __future__ import annotations

from typing import Any

from terraform.expressions import value_at


def conditions(written: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Returns the conditions in one order: field and values."""
    read = [
        (field, tuple(sorted(value_at(block, "values") or ())))
        for condition in (written if isinstance(written, list) else [written])
        for field, block in condition.items()
        if block
    ]
    return tuple(sorted(read))


def pairs(written: Any) -> set[tuple[str, str]]:
    """Returns each value with its field: `("path_pattern", "/api/*")`."""
    return {(field, value) for field, values in conditions(written) for value in values}

"""Settings that a copy for a new environment does not take over: somebody has to decide them for each environment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from settings.walk import walk


@dataclass(frozen=True)
class NotCopied:
    """A mark of such a setting. The copy gets `value` instead; None leaves the key out."""

    value: Any = None


def not_copied(settings: BaseModel) -> Iterator[tuple[str, Any]]:
    """Yields the key of each setting with this mark, and the value that a copy gets; empty settings are left out."""
    for field in walk(settings, type(settings)):
        for mark in field.marks:
            if isinstance(mark, NotCopied) and field.value:
                yield field.key, mark.value

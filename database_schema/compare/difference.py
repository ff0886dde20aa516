"""The difference of one object between what is expected and what is live."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """The ways in which an object differs."""

    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """An object that differs. `mend` are statements that make the live one as expected; `loss` is what they destroy.

    An empty `mend` means that a person decides: `note` says why.
    """

    change: Change
    object: str
    mend: tuple[str, ...] = ()
    loss: str = ""
    note: str = ""

"""Names that AWS gives once: in a region of an account, in an account, or everywhere.

The type of a setting declares it: `name: Annotated[Name, Unique("queue")]`. Discovery, the permissions and the check
between environments read the names from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from settings.walk import walk

Scope = Literal["region", "account", "everywhere"]


def _the_value(holder: Any, value: str) -> str | None:
    return value


@dataclass(frozen=True)
class Unique:
    """A mark of a setting that holds a name: its kind in AWS's words, and where AWS gives the name once.

    `spelled`: (model that holds the setting, value) -> the name that is unique, or None where this one may be shared.
    """

    kind: str
    scope: Scope = "region"
    spelled: Callable[[Any, str], str | None] = _the_value


@dataclass(frozen=True, kw_only=True)
class UniqueName:
    """A name in the settings of one environment: its key in the file, its kind, its scope."""

    key: str
    kind: str
    scope: Scope
    name: str


def unique_names(settings: BaseModel) -> Iterator[UniqueName]:
    """Yields every name in the settings that AWS gives once."""
    for field in walk(settings, type(settings)):
        for mark in field.marks:
            if isinstance(mark, Unique) and isinstance(field.value, str):
                name = mark.spelled(field.holder, field.value)
                if name is not None:
                    yield UniqueName(key=field.key, kind=mark.kind, scope=mark.scope, name=name)


def names_of(settings: BaseModel, *kinds: str) -> tuple[str, ...]:
    """Returns the names of these kinds in the settings, in the order of the file's sections."""
    return tuple(dict.fromkeys(each.name for each in _all_names(settings) if each.kind in kinds))


def _all_names(settings: BaseModel) -> tuple[UniqueName, ...]:
    """Returns the unique names; those of the settings asked about last are kept: each IAM resource asks in turn."""
    global _last
    if _last is None or _last[0] is not settings:
        _last = (settings, tuple(unique_names(settings)))
    return _last[1]


_last: tuple[BaseModel, tuple[UniqueName, ...]] | None = None

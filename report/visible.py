"""Turns a value of a plan into a tree that a person may see.

A sensitive value becomes Hidden, a value known after the apply becomes LATER, and a text that holds JSON becomes the
JSON itself. So whoever compares two trees can show every leaf that differs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from settings.secret_detection import is_secret, looks_secret

Path = tuple[str | int, ...]
DEEPEST_TEXT = 3  # JSON in a text in JSON in a text ...
_PAIRS = (("name", "value"), ("Name", "Value"), ("key", "value"), ("Key", "Value"))


@dataclass(frozen=True)
class Hidden:
    """A sensitive value. It can be compared with another one, and is never printed."""

    value: Any = field(repr=False)


@dataclass(frozen=True)
class Later:
    """A value that is known after the apply only."""


LATER = Later()


def fill_in_unknown(after: Any, unknown: Any, before: Any, *, computed: Callable[[Path], bool], path: Path = ()) -> Any:
    """Returns the planned value with its unknown parts filled in.

    An unknown part becomes LATER if the code sets it. If AWS computes it (`computed`), it keeps the live value: that a
    computed value may change is no news.
    """
    if unknown is True:
        return before if computed(path) else LATER
    if isinstance(unknown, Mapping) and unknown and isinstance(after, Mapping | None):
        members = {**(after or {})}
        for key, mark in unknown.items():
            part = fill_in_unknown(_at(after, key), mark, _at(before, key), computed=computed, path=(*path, key))
            if part is not None:
                members[key] = part
        return members if members or after is not None else None
    if isinstance(unknown, list) and unknown and isinstance(after, list | None):
        length = max(len(after or ()), len(unknown))
        return [
            fill_in_unknown(_at(after, at), _at(unknown, at), _at(before, at), computed=computed, path=(*path, at))
            for at in range(length)
        ]
    return after


def visible(value: Any, sensitive: Any, *, depth: int = 0) -> Any:
    """Returns a value as a tree to show. `sensitive` is a tree of marks, or true for the whole value."""
    if value is None or value == LATER:
        return value
    if sensitive is True or (isinstance(value, str) and is_secret(value)):
        return Hidden(value)
    if isinstance(value, Mapping):
        members = {key: visible(item, _at(sensitive, key), depth=depth) for key, item in value.items()}
        return _with_hidden_variables(members)
    if isinstance(value, list):
        marks = _any_item(sensitive)
        return [visible(item, marks, depth=depth) for item in value]
    if isinstance(value, str) and value[:1] in ("{", "[") and depth < DEEPEST_TEXT:
        return _parsed(value, depth=depth)
    return value


def either(first: Any, second: Any) -> Any:
    """Returns the union of two trees of marks.

    A mark of one item of a list holds for all items: a set has no order, and the items of a list may move.
    """
    if first is True or second is True:
        return True
    if isinstance(first, list) or isinstance(second, list):
        return [either(_any_item(first), _any_item(second))]
    if isinstance(first, Mapping) or isinstance(second, Mapping):
        return {key: either(_at(first, key), _at(second, key)) for key in {**_members(first), **_members(second)}}
    return False


def _any_item(marks: Any) -> Any:
    union: Any = False
    for item in marks if isinstance(marks, list) else ():
        union = either(union, item)
    return union


def _parsed(text: str, *, depth: int) -> Any:
    try:
        return visible(json.loads(text), False, depth=depth + 1)
    except (ValueError, RecursionError):
        return text


def _with_hidden_variables(members: dict[str, Any]) -> dict[str, Any]:
    """Hides the value of `{"name": "DB_PASSWORD", "value": "..."}`, which is how a container has its variables."""
    for name, value in _PAIRS:
        text = members.get(value)
        if isinstance(text, str) and looks_secret(str(members.get(name)), text):
            return {**members, value: Hidden(text)}
    return members


def _members(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _at(value: Any, key: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    return value[key] if isinstance(value, list) and isinstance(key, int) and key < len(value) else None

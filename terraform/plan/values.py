"""Functions on the values of a plan (JSON) and on its trees of marks (`after_unknown`, `before_sensitive`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def reach(value: Any, keys: list[str]) -> Any:
    """Returns the value below `keys`; None if any of them is missing."""
    for key in keys:
        value = _down(value, key)
    return value


def marked(marks: Any, keys: list[str]) -> bool:
    """Returns True if a tree of marks has a mark at `keys`, above it or below it."""
    for key in keys:
        if marks is True:
            return True
        marks = _down(marks, key)
    return marked_anywhere(marks)


def marked_anywhere(marks: Any) -> bool:
    """Returns True if a tree of marks has any mark."""
    if isinstance(marks, Mapping):
        return any(marked_anywhere(item) for item in marks.values())
    if isinstance(marks, list):
        return any(marked_anywhere(item) for item in marks)
    return marks is True


def same(before: Any, after: Any) -> bool:
    """Returns True if two values are equal. 1 and true differ, which Python calls equal; empty and absent are equal."""
    if empty(before) or empty(after):
        return empty(before) and empty(after)
    if isinstance(before, dict) and isinstance(after, dict):
        return all(same(before.get(key), after.get(key)) for key in {*before, *after})
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(same, before, after))
    return isinstance(before, bool) == isinstance(after, bool) and bool(before == after)


def empty(value: Any) -> bool:
    """Returns True for null and for the empty values that the provider treats as null."""
    return value is None or value in ("", [], {})


def as_list(value: Any) -> list[Any]:
    """Returns a list unchanged, an empty list for an empty value, and any other value as a list of one."""
    if isinstance(value, list):
        return value
    return [] if empty(value) else [value]


def blocks(value: Any) -> list[Mapping[str, Any]]:
    """Returns a block, or a list of blocks, as a list."""
    listed = value if isinstance(value, list | tuple) else [value]
    return [one for one in listed if isinstance(one, Mapping)]


def block(value: Any) -> Mapping[str, Any]:
    """Returns the first block; an empty one if there is none."""
    return next(iter(blocks(value)), {})


def texts(value: Any) -> Iterator[str]:
    """Yields every string in a value, at any depth, including the names of members."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def _down(value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, list) and key.isdigit() and int(key) < len(value):
        return value[int(key)]
    return None

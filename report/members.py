"""Compares two trees and returns the members that come, go and change, down to the innermost one.

The items of a list are compared by what names them (`Sid`, `name`, `key` ...), not by their place: so a statement that
a policy gains is one line, wherever it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report.visible import LATER, Hidden

NAMES = ("Sid", "name", "Name", "key", "Key", "id", "Id", "ID", "rule_id", "device_name", "attribute_name", "priority")
_ALIKE = 0.5  # two items without a name are one changed item if this share of their members is equal


@dataclass(frozen=True, kw_only=True)
class Member:
    """One member that comes (`+`), goes (`-`) or changes (`~`), with its path inside the argument."""

    sign: str
    path: str
    before: Any = None
    after: Any = None


def members(path: str, before: Any, after: Any) -> Iterator[Member]:
    """Yields the differences of two trees. Null, "", [] and {} are equal, as they are for Terraform's own text."""
    if alike(before, after):
        return
    if isinstance(before, str) and isinstance(after, list) and _plain(after):
        before = [before]
    if isinstance(after, str) and isinstance(before, list) and _plain(before):
        after = [after]
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({**before, **after}, key=str):
            yield from members(f"{path}.{key}" if path else str(key), before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list) and before and after:
        yield from _items(path, before, after)
    elif empty(before):
        yield from (Member(sign="+", path=where, after=part) for where, part in _parts(path, after))
    elif empty(after):
        yield from (Member(sign="-", path=where, before=part) for where, part in _parts(path, before))
    else:
        yield Member(sign="~", path=path, before=before, after=after)


def alike(before: Any, after: Any) -> bool:
    """Returns True if two trees are equal. 1 and true differ, which Python calls equal."""
    if empty(before) or empty(after):
        return empty(before) and empty(after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return all(alike(before.get(key), after.get(key)) for key in {**before, **after})
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(alike, before, after))
    return isinstance(before, bool) == isinstance(after, bool) and bool(before == after)


def empty(value: Any) -> bool:
    """Returns True for null, "", [] and {}."""
    return value is None or (isinstance(value, str | list | Mapping) and not value)


def as_json(value: Any) -> str:
    """Returns a tree as compact JSON. Hidden and later parts become the words that Terraform prints for them."""
    if isinstance(value, Hidden):
        return "(sensitive)"
    if value == LATER:
        return "(known after apply)"
    return json.dumps(_bare(value), ensure_ascii=False, default=as_json, sort_keys=True)


def _bare(value: Any) -> Any:
    """Returns a tree without empty members, which a provider fills in for everything that is not set."""
    if isinstance(value, Mapping):
        return {key: _bare(item) for key, item in value.items() if not empty(item)}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _parts(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yields path and value of the parts of a value that comes or goes as a whole.

    An object is one part a member, a list of objects one part an item.
    """
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping):
        yield from _parts(path, value[0])
    elif isinstance(value, Mapping):
        for key in sorted(value, key=str):
            if not empty(value[key]):
                yield from _parts(f"{path}.{key}" if path else str(key), value[key])
    elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        name = _name([], value)
        for item in value:
            yield (f"{path}[{item[name]}]" if name else f"{path}[]"), item
    else:
        yield path, value


def _items(path: str, before: list[Any], after: list[Any]) -> Iterator[Member]:
    if len(before) == len(after) == 1 and isinstance(before[0], Mapping) and isinstance(after[0], Mapping):
        yield from members(path, before[0], after[0])
        return
    name = _name(before, after)
    pairs = _by_name(name, before, after) if name else _by_likeness(before, after)
    found = [member for label, old, new in pairs for member in members(f"{path}{label}", old, new)]
    yield from found or [Member(sign="~", path=f"{path} (order only)", before=before, after=after)]


def _name(before: list[Any], after: list[Any]) -> str:
    """Returns the member that names every item of both lists, each name once; empty if there is none."""
    if not all(isinstance(item, Mapping) for item in (*before, *after)):
        return ""
    for name in NAMES:
        values = [[item.get(name) for item in side] for side in (before, after)]
        if all(
            all(isinstance(value, str | int) and value != "" for value in side) and len(set(side)) == len(side)
            for side in values
        ):
            return name
    return ""


def _by_name(name: str, before: list[Any], after: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    old, new = ({item[name]: item for item in side} for side in (before, after))
    for key in {**old, **new}:
        yield f"[{key}]", *_unnamed(name, old.get(key), new.get(key))


def _unnamed(name: str, old: Any, new: Any) -> tuple[Any, Any]:
    """Returns both items; one that comes or goes is without its name, which the path has."""
    if old is not None and new is not None:
        return old, new
    return tuple(  # type: ignore[return-value]
        side if side is None or len(side) == 1 else {key: item for key, item in side.items() if key != name}
        for side in (old, new)
    )


def _by_likeness(before: list[Any], after: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    """Pairs equal items first, then items that share most of their members; what is left comes or goes."""
    gone, come = list(before), []
    for item in after:
        same = next((at for at, other in enumerate(gone) if _identical(item, other)), None)
        if same is None:
            come.append(item)
        else:
            del gone[same]
    for item in list(come):
        best = max(range(len(gone)), key=lambda at: _likeness(gone[at], item), default=None)
        if best is not None and _likeness(gone[best], item) >= _ALIKE:
            yield "[]", gone.pop(best), item
            come.remove(item)
    yield from (("", item, None) for item in gone)
    yield from (("", None, item) for item in come)


def _identical(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _likeness(one: Any, other: Any) -> float:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return 0.0
    keys = {**one, **other}
    return sum(alike(one.get(key), other.get(key)) for key in keys) / len(keys) if keys else 0.0


def _plain(items: list[Any]) -> bool:
    return not any(isinstance(item, Mapping | list) for item in items)

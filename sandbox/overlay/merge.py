"""Amendments laid over a parsed answer. In: the answer in botocore's shapes, an amendment. Out: the answer. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.overlay.amendment import Amendment


def concerns(amendment: Amendment, parameters: Mapping[str, Any]) -> bool:
    """Returns whether the request asked for what the amendment is about."""
    return all(parameters.get(name) == value for name, value in amendment.when.items())


def amend(answer: dict[str, Any], amendment: Amendment) -> bool:
    """Changes the answer in place. Returns whether it has the amendment's item."""
    path = amendment.at.split(".") if amendment.at else []
    items = _items(answer, path, adding=amendment if amendment.adds else None)
    wanted = [item for item in items if all(item.get(name) == value for name, value in amendment.item.items())]
    for item in wanted:
        _merge(item, amendment.members)
    return bool(wanted)


def _items(value: Any, path: list[str], *, adding: Amendment | None) -> list[dict[str, Any]]:
    """Returns the structures at a path; lists on the way are gone through. A missing item is appended for `adding`."""
    if isinstance(value, list):
        if not path and adding and not any(adding.item.items() <= each.items() for each in value):
            value.append(dict(adding.item))
        return [found for each in value for found in _items(each, path, adding=adding)]
    if not path:
        return [value] if isinstance(value, dict) else []
    if not isinstance(value, dict):
        return []
    if adding and len(path) == 1:
        value.setdefault(path[0], [])
    return _items(value.get(path[0]), path[1:], adding=adding)


def _merge(into: dict[str, Any], members: Mapping[str, Any]) -> None:
    for name, value in members.items():
        if value is None:
            into.pop(name, None)
        elif isinstance(value, Mapping) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = dict(value) if isinstance(value, Mapping) else value

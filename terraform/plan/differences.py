"""The differences of a planned change: every attribute that changes, down to the innermost one.

A value that Terraform marks as sensitive on either side is never copied, so no reader of a Difference can show it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from settings.secret_detection import in_the_open
from terraform.plan.change import Change

HIDDEN = "(sensitive)"
CONTAINERS = "container_definitions"
LATER = "(known after apply)"
LONGEST_VALUE = 60


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One attribute by its path (`health_check.0.path`), with its live and its planned value."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class _Sides:
    before: Any
    after: Any
    unknown: Any
    sensitive: tuple[Any, Any]

    def at(self, key: Any) -> _Sides:
        return _Sides(
            before=_at(self.before, key),
            after=_at(self.after, key),
            unknown=_at(self.unknown, key),
            sensitive=(_at(self.sensitive[0], key), _at(self.sensitive[1], key)),
        )


def differences(change: Change) -> tuple[Difference, ...]:
    """Returns every attribute that differs. A created resource differs from an empty one; a deleted one has none."""
    if change.verb in ("delete", "forget"):
        return ()
    sides = _Sides(before=change.before, after=change.after, unknown=change.unknown, sensitive=change.sensitive)
    return tuple(_walk((), sides))


def _walk(path: tuple[str, ...], sides: _Sides) -> Iterator[Difference]:
    before, after = sides.before, sides.after
    if True in sides.sensitive:
        if before != after or sides.unknown is True:
            yield Difference(path=".".join(path), before=HIDDEN, after=HIDDEN)
    elif sides.unknown is True:
        yield Difference(path=".".join(path), before=before, after=LATER)
    elif isinstance(before, dict | list) and isinstance(after, dict | list):
        for key in sorted({*_keys(before), *_keys(after), *_keys(sides.unknown)}, key=str):
            yield from _walk((*path, str(key)), sides.at(key))
    elif path == (CONTAINERS,) and (in_the_open(before) or in_the_open(after)):
        if before != after:
            yield Difference(path=CONTAINERS, before=HIDDEN, after=HIDDEN)
    elif before != after:
        yield Difference(
            path=".".join(path),
            before=_without_sensitive(before, sides.sensitive[0]),
            after=_without_sensitive(after, sides.sensitive[1]),
        )


def _without_sensitive(value: Any, marks: Any) -> Any:
    """Returns a whole value that appears or disappears, without the sensitive parts in it."""
    if marks is True:
        return HIDDEN
    if isinstance(value, dict):
        return {key: _without_sensitive(item, _at(marks, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_sensitive(item, _at(marks, index)) for index, item in enumerate(value)]
    return value


def _keys(value: Any) -> tuple[Any, ...]:
    if isinstance(value, dict):
        return tuple(value)
    return tuple(range(len(value))) if isinstance(value, list) else ()


def _at(value: Any, key: Any) -> Any:
    return value[key] if key in _keys(value) else None


def as_lines(differing: Iterable[Difference]) -> list[str]:
    """Returns a line for each attribute: `health_check.0.path: "/" -> "/health"`. Long values are cut."""
    return [f"{each.path}: {_short(each.before)} -> {_short(each.after)}" for each in differing]


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"

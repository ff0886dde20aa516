"""What a planned change would alter, attribute by attribute. In: `change` of a plan's JSON. Out: Differences.

A value that Terraform marks sensitive, on either side, is never taken over: nothing downstream can show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from settings.secret_detection import in_the_open

HIDDEN = "(sensitive)"
CONTAINERS = "container_definitions"
LATER = "(known after apply)"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One attribute by its path (`health_check.0.path`), live value and planned value."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class _Sides:
    before: Any
    after: Any
    unknown: Any
    hidden: tuple[Any, Any]

    def at(self, key: Any) -> _Sides:
        hidden = (_at(self.hidden[0], key), _at(self.hidden[1], key))
        return _Sides(
            before=_at(self.before, key), after=_at(self.after, key), unknown=_at(self.unknown, key), hidden=hidden
        )


def differences(change: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every attribute whose value would change, down to the innermost one."""
    sides = _Sides(
        before=change.get("before"),
        after=change.get("after"),
        unknown=change.get("after_unknown"),
        hidden=(change.get("before_sensitive"), change.get("after_sensitive")),
    )
    return tuple(_walk((), sides))


def _walk(path: tuple[str, ...], sides: _Sides) -> Iterator[Difference]:
    before, after = sides.before, sides.after
    if True in sides.hidden:
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
            path=".".join(path), before=_shown(before, sides.hidden[0]), after=_shown(after, sides.hidden[1])
        )


def _shown(value: Any, hidden: Any) -> Any:
    """A whole value that appears or vanishes, without the sensitive parts inside it."""
    if hidden is True:
        return HIDDEN
    if isinstance(value, dict):
        return {key: _shown(item, _at(hidden, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(item, _at(hidden, index)) for index, item in enumerate(value)]
    return value


def _keys(value: Any) -> tuple[Any, ...]:
    if isinstance(value, dict):
        return tuple(value)
    return tuple(range(len(value))) if isinstance(value, list) else ()


def _at(value: Any, key: Any) -> Any:
    return value[key] if key in _keys(value) else None

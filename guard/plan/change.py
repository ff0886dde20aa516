"""One planned change, read strictly: what it does, and both sides of every attribute with their marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

VERBS = {
    ("no-op",): "no-op",
    ("read",): "read",
    ("create",): "create",
    ("update",): "update",
    ("delete",): "delete",
    ("forget",): "forget",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("create", "forget"): "replace",
}
MAKING = frozenset({"create", "update", "replace"})
LOSING = frozenset({"delete", "replace", "forget"})


@dataclass(frozen=True, kw_only=True)
class Sides:
    """One attribute: live and planned value; whether the plan leaves it open, and whether it is marked sensitive."""

    before: Any
    after: Any
    unknown: bool
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry of `resource_changes` or `resource_drift`. `import_id` is None where nothing is imported."""

    address: str
    type: str
    mode: str
    provider: str
    verb: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    unknown: Any
    hidden: tuple[Any, Any]
    import_id: str | None
    previous_address: str
    reason: str

    @property
    def managed(self) -> bool:
        return self.mode == "managed"

    @property
    def born(self) -> bool:
        """Whether a new object is made, be it in the place of another."""
        return self.verb in ("create", "replace")

    def at(self, path: str) -> Sides:
        """Both sides of `a.0.b`."""
        keys = path.split(".")
        return Sides(
            before=reach(self.before, keys),
            after=reach(self.after, keys),
            unknown=marked(self.unknown, keys),
            hidden=any(marked(marks, keys) for marks in self.hidden),
        )

    def differing(self) -> tuple[str, ...]:
        """The names of the attributes whose values differ or are not known yet; empty is as good as absent."""
        names = {*self.before, *self.after, *(self.unknown if isinstance(self.unknown, Mapping) else ())}
        sides = {name: self.at(name) for name in names}
        return tuple(
            sorted(
                name
                for name, each in sides.items()
                if not same(each.before, each.after) or marked_anywhere(_down(self.unknown, name))
            )
        )


def reach(value: Any, keys: list[str]) -> Any:
    """What stands below `keys`; None where any of them is missing."""
    for key in keys:
        value = _down(value, key)
    return value


def marked(marks: Any, keys: list[str]) -> bool:
    """Whether a tree of marks has one at `keys`, above it or below it."""
    for key in keys:
        if marks is True:
            return True
        marks = _down(marks, key)
    return marked_anywhere(marks)


def marked_anywhere(marks: Any) -> bool:
    """Whether there is a mark in the tree at all."""
    if isinstance(marks, Mapping):
        return any(marked_anywhere(each) for each in marks.values())
    if isinstance(marks, list):
        return any(marked_anywhere(each) for each in marks)
    return marks is True


def same(before: Any, after: Any) -> bool:
    """Equal, and not merely as Python has it, to which true is 1; what is empty is as good as absent."""
    if empty(before) or empty(after):
        return empty(before) and empty(after)
    if isinstance(before, dict) and isinstance(after, dict):
        return all(same(before.get(key), after.get(key)) for key in {*before, *after})
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(same, before, after))
    return isinstance(before, bool) == isinstance(after, bool) and bool(before == after)


def empty(value: Any) -> bool:
    """Null, and the empty values that the provider takes and gives for null."""
    return value is None or value in ("", [], {})


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, wherever it stands; names of members too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield key
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def _down(value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, list) and key.isdigit() and int(key) < len(value):
        return value[int(key)]
    return None

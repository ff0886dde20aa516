"""Values in AWS that no argument of the provider holds, such as the blue/green strategy of a service. Pure.

Terraform neither reads nor changes them, and no plan shows them. In: what is known of the answers of a type, one live
item. Out: Pins that hold nothing and say what is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from imports.files.pins_file import BEYOND, Pin
from imports.pinning.left_to_aws import EMPTY, bare

Values = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """The members of one type's answers for which the provider has no argument.

    `members` maps the dotted path of a member to the values that need no words, because AWS gives them to every new
    resource; `*` stands for any text. An empty value, `False` and 0 need none either. `known` is for answers that are a
    list of keys and values: the keys that the provider knows. Any other key counts.
    """

    members: Mapping[str, Values] = field(default_factory=dict)
    known: frozenset[str] | None = None


def pins(item: Any, beyond: Beyond, *, address: str, provider: str, today: str) -> Iterator[Pin]:
    """Yields a pin for each member of a live item that the provider has no argument for, unless its value is usual."""
    values = _of_keys(item, beyond) if beyond.known is not None else _of_members(item, beyond)
    for member, live in sorted(values.items()):
        yield Pin(
            address=address,
            attribute=member,
            live=_as_json(live),
            code=None,
            held=BEYOND,
            replaces=False,
            since=today,
            reason=f"provider {provider} has no argument for it",
        )


def _of_members(item: Any, beyond: Beyond) -> dict[str, Any]:
    found = {path: list(_at(item, path.split("."))) for path in beyond.members}
    unusual = {
        path: [value for value in values if not _is_usual(value, beyond.members[path])]
        for path, values in found.items()
    }
    return {path: values[0] if len(values) == 1 else values for path, values in unusual.items() if values}


def _of_keys(item: Any, beyond: Beyond) -> dict[str, Any]:
    """Returns the unknown keys of `[{"Key": ..., "Value": ...}]`, or of `{key: value}`."""
    pairs = item.items() if isinstance(item, Mapping) else ((one["Key"], one.get("Value")) for one in item)
    unknown = {key: value for key, value in pairs if key not in (beyond.known or ())}
    usual = ("false", "0", "none")
    return {
        key: value for key, value in unknown.items() if not _is_usual(value, (*usual, *beyond.members.get(key, ())))
    }


def _at(value: Any, path: Sequence[str]) -> Iterator[Any]:
    """Yields the values at a path; lists on the way are gone through."""
    if isinstance(value, list) and path:
        for item in value:
            yield from _at(item, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _at(value[path[0]], path[1:])


def _is_usual(value: Any, usual: Values) -> bool:
    said = bare(value)
    if said in EMPTY:
        return True
    if isinstance(said, str):
        return any(isinstance(each, str) and fnmatchcase(said.lower(), each.lower()) for each in usual)
    return said in usual


def _as_json(value: Any) -> Any:
    """Returns a value as JSON can hold it: times as text."""
    if isinstance(value, Mapping):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value

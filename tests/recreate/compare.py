"""Comparison of two accounts, argument by argument. Pure.

In: two Sides and the provider's schema. Out: one Difference for each argument that a person can set and that is not
equal once names, ids, ARNs and endpoints are mapped, and for each resource that only one side has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.coverage.arguments import Block
from tests.recreate.words import Live, Words, in_order, of_the_name, parsed, spelled, words

WHOLE = "(resource)"
ANY_SUFFIX = "-??????"
NOTHING: tuple[Any, ...] = (None, "", [], {}, False, 0)


@dataclass(frozen=True, kw_only=True)
class Side:
    """One account: its settings file, and its resources as Terraform reads them, by address."""

    settings: Mapping[str, Any]
    live: Live


@dataclass(frozen=True, kw_only=True)
class Difference:
    """An argument with two values, or a resource of one side; `old` is mapped to the words of the second account."""

    address: str
    argument: str
    old: Any
    new: Any

    @property
    def place(self) -> str:
        """Returns `TYPE.ARGUMENT`, or `TYPE.BLOCK.ARGUMENT`."""
        return f"{self.address.partition('.')[0]}.{self.argument}"

    @property
    def whole_place(self) -> str:
        """Returns `ADDRESS.ARGUMENT`."""
        return f"{self.address}.{self.argument}"

    def __str__(self) -> str:
        return f"{self.whole_place}: {_short(self.old)} -> {_short(self.new)}"


def compare(first: Side, second: Side, *, schema: Mapping[str, Block]) -> list[Difference]:
    """Returns the differences, sorted by address and argument."""
    renamed = of_the_name(first.settings, second.settings)
    before = {renamed.mapped(address): values for address, values in first.live.items()}
    said = words((renamed.keys(first.settings), second.settings), (before, second.live), schema)
    found: list[Difference] = []
    for address in sorted(before.keys() | second.live.keys()):
        old, new = before.get(address), second.live.get(address)
        if old is None or new is None:
            found.append(Difference(address=address, argument=WHOLE, old=old is not None, new=new is not None))
        else:
            found += _arguments(address, schema[address.partition(".")[0]], old, new, said)
    return found


def _arguments(
    address: str, block: Block, old: Mapping[str, Any], new: Mapping[str, Any], said: Words
) -> Iterator[Difference]:
    before, after = _settable(block, old, said), _settable(block, new, Words(pairs={}))
    for path, one, other in _differing("", before, after):
        yield Difference(address=address, argument=path, old=one, new=other)


def _differing(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yields path, old and new value of what differs, as far inside as both sides have the same items."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted(old.keys() | new.keys()):
            yield from _differing(f"{path}.{key}" if path else key, old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _differing(path, one, other)
    elif old != new and not (old in NOTHING and new in NOTHING) and not _same_secret(old, new):
        yield path, old, new


def _same_secret(old: Any, new: Any) -> bool:
    """Returns True if a policy names the same secret with `-??????`, which IAM takes for the characters AWS chose."""
    if not (isinstance(old, str) and isinstance(new, str) and ":secret:" in old and new.endswith(ANY_SUFFIX)):
        return False
    return old[: -len(ANY_SUFFIX)] == new[: -len(ANY_SUFFIX)]


def _settable(block: Block, values: Mapping[str, Any], said: Words) -> dict[str, Any]:
    """Returns the arguments that a person can set and that hold something, comparable with `==`."""
    found = {
        name: _comparable(values.get(name), attribute["type"], said)
        for name, attribute in block.get("attributes", {}).items()
        if (attribute.get("optional") or attribute.get("required")) and name not in ("id", "tags_all")
    }
    for name, nested in block.get("block_types", {}).items():
        items: Any = values.get(name) or []
        inner = [_settable(nested["block"], item, said) for item in (items if isinstance(items, list) else [items])]
        found[name] = sorted(inner, key=spelled) if nested["nesting_mode"] == "set" else inner
    return {name: value for name, value in found.items() if value not in NOTHING}


def _comparable(value: Any, type_: Any, said: Words) -> Any:
    meant = parsed(value)
    mapped = said.mapped(meant)
    if meant is not value:
        return in_order(mapped)
    is_set = isinstance(type_, Sequence) and type_[0] == "set"
    return sorted(mapped, key=spelled) if is_set and mapped else mapped


def _short(value: Any, width: int = 300) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= width else f"{text[: width - 1]}…"

"""Evaluates simple Terraform expressions of a stack: finds references, and replaces them by known values.

Input: arguments as Terraform's JSON holds them ("${aws_vpc.network_vpc.id}"). Output: addresses, or plain values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

_TEMPLATE = re.compile(r"(?<!\$)\$\{(.*?)\}", re.DOTALL)  # `$${` is an escape
_ADDRESS = re.compile(r"\b((?:data\.)?aws_[a-z0-9_]+\.[A-Za-z_][\w-]*)")
_REFERENCE = re.compile(r"((?:data\.)?aws_[a-z0-9_]+\.[A-Za-z_][\w-]*)\.([\w.\[\]]+)")
_PATH = re.compile(r"[A-Za-z_]\w*|\d+")

Lookup = Callable[[str, str], Any]


class Unresolved(Exception):
    """The value refers to an unknown resource, or is an expression that only terraform can evaluate."""

    def __init__(self, waits_for: str) -> None:
        super().__init__(waits_for)
        self.waits_for = waits_for


def references(value: Any) -> frozenset[str]:
    """Returns the addresses that a value refers to, at any depth."""
    found = (_ADDRESS.findall(template) for text in _strings(value) for template in _TEMPLATE.findall(text))
    return frozenset(address for addresses in found for address in addresses)


def attributes_referred_to(value: Any) -> frozenset[tuple[str, str]]:
    """Returns (address, attribute) of every attribute that a value refers to, wherever in it."""
    templates = (template for text in _strings(value) for template in _TEMPLATE.findall(text))
    found = (match for template in templates for match in _REFERENCE.findall(template))
    return frozenset((address, _PATH.findall(path)[0]) for address, path in found)


def resolve(value: Any, lookup: Lookup) -> Any:
    """Returns the value with every reference replaced by `lookup(address, attribute)`.

    Raises Unresolved if `lookup` does, or if an expression is more than a reference.
    """
    match value:
        case str():
            return _resolve_text(value, lookup)
        case Mapping():
            return {key: resolve(item, lookup) for key, item in value.items()}
        case Sequence():
            return [resolve(item, lookup) for item in value]
        case _:
            return value


def value_at(value: Any, path: str) -> Any:
    """Returns the value at a path such as `tags.Name` or `master_user_secret[0].secret_arn`; None if there is none.

    Terraform writes a block as an object or as a list of objects: a name applies to each item of a list, and a list
    with one item is treated as that item.
    """
    for part in _PATH.findall(path):
        match value:
            case Mapping():
                value = value.get(part)
            case list() | tuple() if part.isdigit():
                value = value[int(part)] if int(part) < len(value) else None
            case list() | tuple():
                inner = [value_at(item, part) for item in value]
                value = inner[0] if len(inner) == 1 else [item for item in inner if item is not None] or None
            case _:
                return None
    return value


def canonical(value: Any) -> Any:
    """Returns a hashable form for comparing: the order of lists, and whether a number is a string, have no effect."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case Mapping():
            return tuple(sorted((key, canonical(item)) for key, item in value.items() if item is not None))
        case list() | tuple() | set() | frozenset():
            return tuple(sorted((canonical(item) for item in value), key=repr))
        case _:
            return str(value)


def _resolve_text(text: str, lookup: Lookup) -> Any:
    whole = _TEMPLATE.match(text)
    if whole and whole.end() == len(text):
        return _look_up(whole.group(1), lookup)
    return _TEMPLATE.sub(lambda template: str(_look_up(template.group(1), lookup)), text)


def _look_up(expression: str, lookup: Lookup) -> Any:
    reference = _REFERENCE.fullmatch(expression.strip())
    if not reference:
        raise Unresolved(expression)
    return lookup(reference.group(1), reference.group(2))


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for item in value.values():
                yield from _strings(item)
        case Sequence():
            for item in value:
                yield from _strings(item)

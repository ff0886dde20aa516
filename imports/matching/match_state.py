"""The state of one matching run: declared resources, live resources, and the matches so far.

Match rules read it; only `match` writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from typing import Any

from imports.model import Declared, Found
from terraform.expressions import Unresolved, references, resolve, value_at

KeyOfFound = Callable[[Found], Hashable | None]


class MatchState:
    """Declared and live resources, sorted, so that the order of the input has no effect, and the matches so far."""

    def __init__(self, *, declared: Sequence[Declared], found: Sequence[Found]) -> None:
        self.declared = {resource.address: resource for resource in sorted(declared, key=lambda one: one.address)}
        self.found: dict[str, list[Found]] = {}
        for live in sorted(found, key=lambda one: one.key):
            self.found.setdefault(live.type, []).append(live)
        self.matched: dict[str, Found] = {}
        self._taken: dict[tuple[str, str], str] = {}
        self._indexes: dict[tuple[str, Hashable], dict[Hashable, list[Found]]] = {}
        self._called: dict[str, dict[str, list[Found]]] = {}
        self._words: dict[str, frozenset[str]] = {}

    def take(self, address: str, live: Found) -> None:
        """Records a match. Only `match` calls this."""
        self.matched[address] = live
        self._taken[live.key] = address
        self._words.pop(live.type, None)

    def taken_by(self, live: Found) -> str | None:
        """Returns the address that a live resource is matched to; None if there is none."""
        return self._taken.get(live.key)

    def value(self, declared: Declared, path: str) -> Any:
        """Returns a declared argument, with references replaced by the facts of matched resources.

        None if the argument is not set. Raises Unresolved if it refers to an unmatched resource.
        """
        return self.resolved(value_at(declared.arguments, path))

    def resolved(self, value: Any) -> Any:
        """Returns any value of the code with its references resolved. Raises Unresolved as `value` does."""
        return resolve(value, self._fact)

    def keyed(self, type_: str, name: Hashable, key: KeyOfFound) -> dict[Hashable, list[Found]]:
        """Returns an index of the live resources of a type, by `key`; it is built once for each `name`."""
        index = self._indexes.get((type_, name))
        if index is None:
            index = {}
            for live in self.found.get(type_, []):
                if (value := key(live)) is not None:
                    index.setdefault(value, []).append(live)
            self._indexes[type_, name] = index
        return index

    def called(self, type_: str, words: Collection[str]) -> list[Found]:
        """Returns the live resources of a type whose id, ARN or name is one of these, sorted."""
        if type_ not in self._called:
            index: dict[str, list[Found]] = {}
            for live in self.found.get(type_, []):
                for word in handles(live):
                    index.setdefault(word, []).append(live)
            self._called[type_] = index
        hits = {live.key: live for word in words for live in self._called[type_].get(word, ())}
        return [hits[key] for key in sorted(hits)]

    def words(self, type_: str) -> frozenset[str]:
        """Returns the ids, ARNs and names of all matched resources of this type."""
        if type_ not in self._words:
            self._words[type_] = frozenset[str]().union(*(handles(live) for _, live in self.of_type(type_)))
        return self._words[type_]

    def users(self, address: str, *, type_: str, path: str) -> Iterator[Declared]:
        """Yields the declared resources of a type whose argument refers to `address`."""
        for declared in self.declared.values():
            if declared.type == type_ and address in references(value_at(declared.arguments, path)):
                yield declared

    def of_type(self, type_: str) -> Iterator[tuple[Declared, Found]]:
        """Yields the matched resources of a type: declared and live."""
        for address, live in self.matched.items():
            if live.type == type_:
                yield self.declared[address], live

    def _fact(self, address: str, attribute: str) -> Any:
        live = self.matched.get(address)
        value = fact(live, attribute) if live else None
        if value is None:
            raise Unresolved(address if live is None else f"{address}.{attribute}")
        return value


def fact(live: Found, path: str) -> Any:
    """Returns a fact of a live resource by Terraform's name. `id` is the import id unless the facts have another id."""
    return value_at(live.facts, path) or (live.id if path == "id" else None)


def handles(live: Found) -> frozenset[str]:
    """Returns the id, ARN and name of a live resource, by which other resources may refer to it."""
    words = (live.id, *(value_at(live.facts, path) for path in ("id", "arn", "name")))
    return frozenset(word for word in words if isinstance(word, str))

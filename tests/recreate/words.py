"""Names, ids, ARNs and endpoints of one account in the words of another. Pure.

In: both settings files and both accounts as Terraform reads them. Out: a function that maps values of the first account
to what the second one has in their place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.coverage.arguments import Block

Live = Mapping[str, Mapping[str, Any]]  # address -> values
SHORTEST = 4  # shorter texts are no names: "80" is also a port


@dataclass(frozen=True, kw_only=True)
class Words:
    """Text of the first account -> text of the second."""

    pairs: Mapping[str, str]

    def mapped(self, value: Any) -> Any:
        """Returns the value with each text, and each part of a text between other than letters and digits, mapped.

        The domain of an e-mail address stays: it is no host of the environment.
        """
        if isinstance(value, str):
            return self._pattern.sub(lambda found: self.pairs[found[0]], value) if self.pairs else value
        if isinstance(value, Mapping):
            return {self.mapped(key): self.mapped(item) for key, item in value.items()}
        return [self.mapped(item) for item in value] if isinstance(value, list) else value

    def keys(self, table: Any) -> Any:
        """Returns a table with the keys mapped, and the values as they are."""
        if not isinstance(table, Mapping):
            return table
        return {self.mapped(key): self.keys(value) for key, value in table.items()}

    @property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.pairs, key=len, reverse=True)
        return re.compile(rf"(?<![A-Za-z0-9@])(?:{'|'.join(map(re.escape, longest_first))})(?![A-Za-z0-9])")


def words(
    settings: tuple[Mapping[str, Any], Mapping[str, Any]], live: tuple[Live, Live], schema: Mapping[str, Block]
) -> Words:
    """Returns what differs between both settings files, and what AWS chose for resources of the same address."""
    pairs: dict[str, str] = {}
    old, new = live
    for address in old.keys() & new.keys():
        pairs |= dict(_chosen_by_aws(schema[address.partition(".")[0]], old[address], new[address]))
    pairs |= dict(_texts(*settings))
    return Words(pairs={**pairs, **of_the_name(*settings).pairs})


def of_the_name(old: Mapping[str, Any], new: Mapping[str, Any]) -> Words:
    """Returns the words in which the name of the environment occurs, as keys of the settings and names in AWS."""
    name, other = (str(each["environment"]) for each in (old, new))
    return Words(pairs={name: other, f"{name}local": f"{other}local", name.upper(): other.upper()})


def _chosen_by_aws(block: Block, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields both texts of each attribute that nobody can set."""
    for name, attribute in block["attributes"].items():
        if name == "id" or not (attribute.get("optional") or attribute.get("required")):
            yield from _texts(old.get(name), new.get(name))


def _texts(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Yields both texts at the same place, where they differ; of lists those of the same length."""
    if isinstance(old, str) and isinstance(new, str):
        if old != new and len(old) >= SHORTEST and new:
            yield old, new
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in old.keys() & new.keys():
            yield from _texts(old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _texts(one, other)


def parsed(value: Any) -> Any:
    """Returns the value of a JSON text, such as a policy; any other value as it is."""
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def in_order(value: Any) -> Any:
    """Returns the value of a JSON text with its lists sorted: AWS reads actions, resources and variables as sets."""
    if isinstance(value, Mapping):
        return {key: in_order(item) for key, item in value.items()}
    return sorted(map(in_order, value), key=spelled) if isinstance(value, list) else value


def spelled(value: Any) -> str:
    """Returns the value as a text to sort by."""
    return json.dumps(value, sort_keys=True)

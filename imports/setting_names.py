"""Names of live resources in the settings, read from the `fed_by` comments of a synthesized stack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from terraform.stack import Stack


def fed_by(document: Mapping[str, Any], address: str) -> Mapping[str, str]:
    """Returns the path of the argument that each setting goes into, from the comment that the synth wrote."""
    fed: Mapping[str, str] = Stack(document=document).arguments(address).get("//", {}).get("fed_by", {})
    return fed


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names of live resources in the settings: id or ARN -> key of its table; and subnets by their Name tag."""

    by_id: Mapping[str, str]
    by_arn: Mapping[str, str]
    named_by_tag: frozenset[str]

    @classmethod
    def of(cls, document: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]) -> Names:
        """Reads the names from every resource of the stack that a table's entry feeds."""
        by_id, by_arn, named = dict[str, str](), dict[str, str](), set[str]()
        for change in changes:
            fed = fed_by(document, change["address"])
            named |= {key for key, attribute in fed.items() if attribute == "tags.Name"}
            entry = next((key.rpartition(".")[0] for key in fed if key.endswith(".tags")), "")
            if entry.count(".") == _DEPTH.get(change["address"].partition(".")[0], 1):
                before = change["change"]["before"]
                by_id[str(before.get("id"))] = by_arn[str(before.get("arn"))] = entry.rpartition(".")[2]
        return cls(by_id=by_id, by_arn=by_arn, named_by_tag=frozenset(named))

    def keys_of(self, ids: Sequence[str] | None) -> list[str]:
        """Returns the keys of these ids, sorted. Raises LookupError where one is not in the settings."""
        return sorted(self.by_id[id_] for id_ in ids or [])


# How deep the table of a type lies: `network.subnets.public_a`, but `parameters.db_host`.
_DEPTH = {"aws_subnet": 2, "aws_route_table": 2, "aws_default_route_table": 2}
Conversion = Callable[[Any, str, Names], Any]

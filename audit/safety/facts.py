"""The facts that the baseline is evaluated on: resources in Terraform's words, with every reference followed.

Settings, a plan and a live account all become `Facts`, so that a control is written once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ACCOUNT = "account"


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One resource. `address` is its address, or its ARN or id in a live account; `name` is its name in AWS."""

    address: str
    type: str
    name: str
    values: Mapping[str, Any]

    def get(self, path: str) -> Any:
        """Returns the value at a path such as `health_check.path`; of a list of blocks, the first one counts."""
        value: Any = self.values
        for part in path.split("."):
            value = value[0] if isinstance(value, list | tuple) and value else value
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def text(self, path: str) -> str:
        """Returns the value at a path as text; empty if there is none."""
        value = self.get(path)
        return "" if value is None else str(value)

    def blocks(self, path: str) -> list[Mapping[str, Any]]:
        """Returns the blocks at a path; a single block is a list of one."""
        value = self.get(path)
        listed = value if isinstance(value, list | tuple) else [value]
        return [one for one in listed if isinstance(one, Mapping)]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All resources of one environment.

    `hidden` are the types that the source does not show: settings and plans say nothing about what the account has
    beside the environment, such as trails and detectors.
    """

    account: str
    resources: tuple[Resource, ...]
    hidden: frozenset[str] = frozenset()

    def of(self, *types: str) -> Iterator[Resource]:
        """Yields the resources of these types; the type `account` has one resource, the account itself."""
        if ACCOUNT in types:
            yield Resource(address=f"account {self.account}", type=ACCOUNT, name=self.account, values={})
        yield from (one for one in self.resources if one.type in types)

    def beside(self, resource: Resource, type_: str, by: str, own: str = "id") -> Resource | None:
        """Returns the resource of a type whose attribute `by` names this resource; `own` is what it is named with."""
        names = {resource.text(own), resource.name, resource.text("arn")} - {""}
        return next((one for one in self.of(type_) if one.text(by) in names), None)

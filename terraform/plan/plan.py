"""The plan: every change, drift and output that `terraform show -json` lists, as types.

`Plan.of` refuses nothing: what an entry lacks reads as unknown. `well_formed.read` also lists the faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from terraform.plan.change import UNKNOWN, Change
from terraform.plan.configuration import resources
from terraform.plan.counts import Counts

_RISKS_FIRST = (UNKNOWN, "replace", "delete", "forget", "update", "create", "import", "read")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan.

    `prior` is address -> values in the state, `data` the type and values of every data source that was read, `written`
    address -> resource as the code has it. `by_type` holds the changes of resources by Terraform type. `document` is
    the JSON itself.
    """

    changes: tuple[Change, ...]
    drift: tuple[Change, ...]
    outputs: Mapping[str, Mapping[str, Any]]
    prior: Mapping[str, Mapping[str, Any]]
    data: tuple[tuple[str, Mapping[str, Any]], ...]
    configuration: Mapping[str, Any]
    written: Mapping[str, Mapping[str, Any]]
    by_type: Mapping[str, tuple[Change, ...]]
    document: Mapping[str, Any]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Plan:
        """Returns the plan of a document. Entries that are not objects are left out."""
        changes = tuple(Change.of(entry) for entry in objects(document.get("resource_changes")))
        by_type: dict[str, list[Change]] = {}
        for change in changes:
            if change.managed:
                by_type.setdefault(change.type, []).append(change)
        configuration = mapping(document.get("configuration"))
        outputs = mapping(document.get("output_changes"))
        state = root_module(document, "prior_state", "values")
        return cls(
            changes=changes,
            drift=tuple(Change.of(entry) for entry in objects(document.get("resource_drift"))),
            outputs={name: output for name, output in outputs.items() if isinstance(output, Mapping)},
            prior=dict(values_of(state)),
            data=tuple(_data(state)),
            configuration=configuration,
            written=resources(configuration),
            by_type={type_: tuple(listed) for type_, listed in by_type.items()},
            document=document,
        )

    @property
    def managed(self) -> tuple[Change, ...]:
        """Changes of resources, without those of data sources."""
        return tuple(change for change in self.changes if change.managed)

    @property
    def by_risk(self) -> tuple[Change, ...]:
        """Changes of resources that do something, the most dangerous kind first, then by address."""
        acting = [change for change in self.managed if change.kind != "no-op"]
        return tuple(sorted(acting, key=lambda change: (_RISKS_FIRST.index(change.kind), change.address)))

    @property
    def counts(self) -> Counts:
        """Returns the numbers to import, add, change, destroy and forget."""
        return Counts.of(self.changes)

    @property
    def state_is_empty(self) -> bool:
        """Returns True if the state held no resource when the plan was made.

        `prior_state` also lists the resources that the plan imports. It lacks those that somebody deleted outside of
        Terraform and the plan creates again: `resource_drift` lists these.
        """
        held = {change.address for change in self.managed if change.verb != "create"} | set(self.prior)
        held |= {change.address for change in self.drift if change.before}
        return held <= set(self.imported)

    @property
    def first_build(self) -> bool:
        """Returns True if the plan creates resources, the state was empty, and the plan imports nothing.

        A plan that also imports is an adoption: it creates only the resources that do not exist yet.
        """
        creates = any(change.creates for change in self.managed)
        return creates and not self.imported and self.state_is_empty

    @property
    def imported(self) -> dict[str, str]:
        """Address -> import id of every resource that the plan imports."""
        return {change.address: change.import_id for change in self.managed if change.import_id is not None}

    @property
    def changed_outputs(self) -> tuple[str, ...]:
        """Names of the outputs that change, sorted."""
        return tuple(sorted(name for name, output in self.outputs.items() if output.get("actions") != ["no-op"]))

    def of_type(self, *types: str) -> tuple[Change, ...]:
        """Returns the changes of resources of these Terraform types."""
        return tuple(change for type_ in types for change in self.by_type.get(type_, ()))


def values_of(module: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yields address and values of every resource in a module of values and in its child modules.

    https://developer.hashicorp.com/terraform/internals/json-format#values-representation
    """
    for resource in _listed(module):
        if resource.get("mode") == "managed" and "deposed_key" not in resource:
            yield str(resource.get("address")), mapping(resource.get("values"))


def root_module(document: Mapping[str, Any], *names: str) -> Any:
    """Returns the root module below these members, such as `prior_state`, `values`; None if there is none."""
    part: Any = document
    for name in names:
        part = mapping(part).get(name)
    return mapping(part).get("root_module")


def mapping(value: Any) -> Mapping[str, Any]:
    """Returns the value if it is an object, otherwise an empty one."""
    return value if isinstance(value, Mapping) else {}


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yields the objects in a list; nothing if the value is not a list."""
    return (item for item in _sequence(value) if isinstance(item, Mapping))


def _data(module: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for resource in _listed(module):
        if resource.get("mode") == "data":
            yield str(resource.get("type")), mapping(resource.get("values"))


def _listed(module: Any) -> Iterator[Mapping[str, Any]]:
    yield from objects(mapping(module).get("resources"))
    for child in _sequence(mapping(module).get("child_modules")):
        yield from _listed(child)


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()

"""A plan's document as typed parts; what is missing, contradictory or of an unknown kind is a finding, never a guess.

https://developer.hashicorp.com/terraform/internals/json-format. Tried with terraform 1.11: `errored`, `complete` and
`applyable` are always there, `resource_changes` is left out of a plan that knows no resource at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guard.plan.change import Change
from guard.plan.configuration import resources
from guard.plan.read_change import Fault, read_change
from guard.verdict import Finding, Severity

KNOWN = frozenset(
    [
        "format_version",
        "terraform_version",
        "variables",
        "planned_values",
        "resource_changes",
        "resource_drift",
        "relevant_attributes",
        "output_changes",
        "prior_state",
        "configuration",
        "checks",
        "timestamp",
        "applyable",
        "complete",
        "errored",
    ]
)
# Members that Terraform has, or may get, for what happens beside the changes of resources.
_ACTING = ("change", "action", "deferred", "invocation", "drift")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What can be judged.

    `prior` is address -> values in the state, `data` type and values of what was read, `written` address -> what the
    code says. `by_type` holds the changes of resources once more: groups and tables are asked for again and again.
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

    @property
    def managed(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.managed)

    def of(self, *types: str) -> tuple[Change, ...]:
        """The changes of resources of these types."""
        return tuple(change for type_ in types for change in self.by_type.get(type_, ()))


def read(document: Mapping[str, Any]) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan as far as it can be read, and what speaks against having read it rightly."""
    faults = [*_of_the_whole(document)]
    changes = _entries(document, "resource_changes", faults)
    drift = _entries(document, "resource_drift", faults)
    outputs, configuration = document.get("output_changes"), _mapping(document.get("configuration"))
    by_type: dict[str, list[Change]] = {}
    for change in changes:
        if change.managed:
            by_type.setdefault(change.type, []).append(change)
    plan = Plan(
        changes=tuple(changes),
        drift=tuple(drift),
        outputs={name: each for name, each in _mapping(outputs).items() if isinstance(each, Mapping)},
        prior=dict(_resources(_root(document, "prior_state", "values"))),
        data=tuple(_data(_root(document, "prior_state", "values"))),
        configuration=configuration,
        written=resources(configuration),
        by_type={type_: tuple(listed) for type_, listed in by_type.items()},
        document=document,
    )
    faults += _missing(plan)
    return plan, tuple(faults)


def _of_the_whole(document: Mapping[str, Any]) -> Iterator[Finding]:
    version = document.get("format_version")
    if not isinstance(version, str) or version.partition(".")[0] != "1":
        yield Finding(rule="plan-format", detail="" if version is None else f"got {str(version)[:20]!r}")
    if document.get("errored") is not False:
        yield Finding(rule="plan-errored")
    if document.get("complete") is not True:
        yield Finding(rule="plan-incomplete")
    for name in sorted(set(document) - KNOWN):
        acting = any(word in name for word in _ACTING) and document[name] not in (None, [], {})
        rule = "plan-acts-otherwise" if acting else "plan-unknown-member"
        yield Finding(rule=rule, detail=name, severity=Severity.BLOCKED if acting else Severity.REPORTED)
    for name, kind in (("output_changes", Mapping), ("configuration", Mapping), ("prior_state", Mapping)):
        if name in document and not isinstance(document[name], kind):
            yield Finding(rule="plan-unreadable", detail=f"{name} is not an object")


def _entries(document: Mapping[str, Any], name: str, faults: list[Finding]) -> list[Change]:
    entries = document.get(name)
    if not isinstance(entries, list):
        if name in document or (name == "resource_changes" and not _knows_no_resource(document)):
            faults.append(Finding(rule="plan-unreadable", detail=f"{name} is not a list"))
        return []
    changes = []
    for entry in entries:
        try:
            changes.append(read_change(entry))
        except Fault as fault:
            faults.append(Finding(rule=fault.rule, address=fault.address, detail=f"{name}: {fault}"))
    return changes


def _knows_no_resource(document: Mapping[str, Any]) -> bool:
    """As terraform writes it where there is none in configuration nor state: only then there are no changes to list.

    What the state holds, or will hold, is missed by `_missing`.
    """
    return (
        document.get("applyable") is False
        and isinstance(_root(document, "planned_values"), Mapping)
        and not _mapping(_root(document, "configuration")).get("resources")
    )


def _missing(plan: Plan) -> Iterator[Finding]:
    """A whole plan says of every resource in the state, and of every one that will be, what happens to it."""
    named = Counter((change.address, change.mode) for change in plan.changes)
    for address, _ in sorted(key for key, number in named.items() if number > 1):
        yield Finding(rule="plan-unreadable", address=address, detail="it is named twice")
    told = {change.address for change in plan.changes}
    planned = dict(_resources(_root(plan.document, "planned_values")))
    moved = {change.previous_address for change in plan.changes}
    for address in sorted({*planned, *plan.prior} - told - moved):
        yield Finding(rule="plan-truncated", address=address)
    busy = any(change.verb not in ("no-op", "read") or change.import_id is not None for change in plan.changes)
    if plan.document.get("applyable") is False and busy:
        yield Finding(rule="plan-unreadable", detail="it has changes, and says that it cannot be applied")


def _resources(module: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Address and values of every managed resource in a module of values, and in the modules in it."""
    for resource in _listed(module):
        if resource.get("mode") == "managed" and "deposed_key" not in resource:
            yield str(resource.get("address")), _mapping(resource.get("values"))


def _data(module: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for resource in _listed(module):
        if resource.get("mode") == "data":
            yield str(resource.get("type")), _mapping(resource.get("values"))


def _listed(module: Any) -> Iterator[Mapping[str, Any]]:
    for resource in _sequence(_mapping(module).get("resources")):
        if isinstance(resource, Mapping):
            yield resource
    for child in _sequence(_mapping(module).get("child_modules")):
        yield from _listed(child)


def _root(document: Mapping[str, Any], *names: str) -> Any:
    part: Any = document
    for name in names:
        part = _mapping(part).get(name)
    return _mapping(part).get("root_module")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()

"""A control of the baseline: the resources that it judges, and what is wrong with one of them.

The ids are those of AWS Security Hub (Foundational Security Best Practices) and, in `cis`, of the CIS AWS Foundations
Benchmark. An id that begins with `CP.` is this project's own: Security Hub has no control for it.
https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audit.safety.facts import Facts, Resource

_PAGES = "https://docs.aws.amazon.com/securityhub/latest/userguide"
# What a cure does to a resource that exists.
IN_PLACE = "an update in place"
REPLACES = "a replacement: the data must be moved"
REVISION = "a new revision of the task definition, which the next deploy runs"
ADDS = "a new resource, nothing that exists changes"
OUTSIDE = "nothing in this environment: the account's administrator does it"

# Returns what is wrong with a resource; empty if the control holds.
Fault = Callable[[Resource, Facts], str]


@dataclass(frozen=True, kw_only=True)
class Control:
    """One control. `of` are the types that it judges; `needs` are types it looks at besides, which must be visible."""

    id: str
    title: str
    of: tuple[str, ...]
    fault: Fault
    expected: str
    cure: str
    changes: str = IN_PLACE
    needs: tuple[str, ...] = ()
    cis: str = ""
    source: str = ""

    @property
    def url(self) -> str:
        """Returns the page that describes the control."""
        if self.source:
            return self.source
        return f"{_PAGES}/{self.id.partition('.')[0].lower()}-controls.html#{self.id.lower().replace('.', '-')}"


def must_be(path: str, *allowed: object) -> Fault:
    """Returns the fault of a resource whose attribute has none of the allowed values."""

    def fault(resource: Resource, facts: Facts) -> str:
        value = resource.get(path)
        return "" if value in allowed else f"{path} is {shown(value)}"

    return fault


def at_least(path: str, least: int) -> Fault:
    """Returns the fault of a resource whose number is below the least one."""

    def fault(resource: Resource, facts: Facts) -> str:
        value = resource.get(path)
        number = int(value) if isinstance(value, int | float) or str(value).isdigit() else 0
        return "" if number >= least else f"{path} is {shown(value)}"

    return fault


def filled(path: str) -> Fault:
    """Returns the fault of a resource whose attribute is empty or absent."""

    def fault(resource: Resource, facts: Facts) -> str:
        return "" if resource.get(path) else f"{path} is not set"

    return fault


def has(type_: str, by: str, *, own: str = "id") -> Fault:
    """Returns the fault of a resource that no resource of the type belongs to."""

    def fault(resource: Resource, facts: Facts) -> str:
        return "" if facts.beside(resource, type_, by, own) else f"it has no {type_}"

    return fault


def shown(value: object) -> str:
    """Returns a value as a finding shows it."""
    if value is None or value == "":
        return "not set"
    return str(value).lower() if isinstance(value, bool) else str(value)

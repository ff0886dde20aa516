"""The permissions that a policy gains, and the question whether all of them are on resources that the plan creates.

A permission on a new resource takes nothing from anybody: without it, the plan would create a resource nobody can use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from guard.expected import Expected
from guard.policies.iam_policies import Statement, denies_less, within_any
from guard.policies.outsiders import is_for_services_of
from guard.policies.unknown_values import is_placeholder
from guard.policies.wildcards import is_pattern
from guard.resource_type import UNKNOWN_TYPE, Types
from terraform.plan.change import Change
from terraform.plan.plan import Plan

_FIELD = re.compile(r"\{(\w+)\}")
# The part of an ARN that selects something inside a resource: an object, a log stream, a field of a secret.
INSIDE = re.compile(r"(?:/\*|:\*|:log-stream:.*)$")


def gained(live: tuple[Statement, ...], planned: tuple[Statement, ...]) -> Iterator[Statement]:
    """Yields each permission of `planned` that `live` does not give, one for each resource."""
    for statement in planned:
        if statement.effect == "Allow":
            for part in _by_resource(statement):
                if not within_any(part, live):
                    yield part


def gains_text(live: tuple[Statement, ...], planned: tuple[Statement, ...]) -> str:
    """Returns the permissions that `planned` gains, as `ACTION, ACTION on RESOURCE`."""
    texts = (
        f"{', '.join(sorted(part.actions))} on {', '.join(sorted(part.resources)) or 'all but what it excepts'}"
        f"{' under a condition' if part.conditions else ''}"
        for part in gained(live, planned)
    )
    return "; ".join(dict.fromkeys(texts))


def only_on_new_resources(
    live: tuple[Statement, ...], planned: tuple[Statement, ...], *, plan: Plan, expected: Expected, types: Types
) -> bool:
    """Returns True if `planned` permits more than `live` only on resources that the plan creates."""
    if denies_less(live, planned):
        return False
    new = frozenset(new_arns(plan, expected=expected, types=types))
    return all(_on_new_resource(part, new) for part in gained(live, planned))


def only_for_services(live: tuple[Statement, ...], planned: tuple[Statement, ...], *, account: str) -> bool:
    """Returns True if `planned` permits more only to AWS services that act for this account, action by action."""
    if denies_less(live, planned):
        return False
    return all(
        is_for_services_of(part, account) and not any(map(is_pattern, part.actions)) for part in gained(live, planned)
    )


def _by_resource(statement: Statement) -> Iterator[Statement]:
    if statement.except_ or not statement.resources:
        yield statement
        return
    yield from (replace(statement, resources=frozenset({resource})) for resource in sorted(statement.resources))


def _on_new_resource(part: Statement, new: frozenset[str]) -> bool:
    if part.except_ or part.principals or not part.resources:
        return False
    return all(is_placeholder(resource) or INSIDE.sub("", resource) in new for resource in part.resources)


def new_arns(plan: Plan, *, expected: Expected, types: Types) -> Iterator[str]:
    """Yields the ARNs of the resources that the plan creates, as far as their names are known."""
    for change in plan.managed:
        template = types.get(change.type, UNKNOWN_TYPE).arn
        if template and change.verb == "create":
            arn = _filled(template, change, expected=expected)
            if arn:
                yield arn


def _filled(template: str, change: Change, *, expected: Expected) -> str | None:
    """Returns the ARN; None if an attribute in the template is unknown, empty or holds a wildcard."""
    words: Mapping[str, Any] = {"region": expected.region, "account": expected.account}
    arn = template
    for name in _FIELD.findall(template):
        value = words[name] if name in words else change.at(name).after
        if not isinstance(value, str) or not value or any(wildcard in value for wildcard in "*?"):
            return None
        if name == "cluster":  # its ARN or its name
            value = value.rpartition("/")[2]
        # The slash that a parameter's name begins with is written once.
        arn = arn.replace(f"/{{{name}}}", f"/{value.removeprefix('/')}").replace(f"{{{name}}}", value)
    return arn

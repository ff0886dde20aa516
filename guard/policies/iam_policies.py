"""IAM policies as data, and a comparison: a policy counts as wider unless the comparison proves that it is not.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from guard.policies.wildcards import covers
from terraform.plan.values import empty

# An endpoint without a policy has this one.
# https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
_FULL = '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}'
Conditions = Mapping[tuple[str, str], frozenset[str]]
_NOT = ("NotAction", "NotResource", "NotPrincipal")
_KNOWN = {"Sid", "Effect", "Action", "Resource", "Principal", "Condition", *_NOT}
# Operators with which fewer values admit less.
_NARROWED_BY_FEWER = ("StringEquals", "StringLike", "ArnEquals", "ArnLike")
_LIKE = {"StringEquals": "StringLike", "ArnEquals": "ArnLike"}


class NotAPolicy(Exception):
    """The text is not an IAM policy, or uses an element that this module does not support."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement. `except_`: JSON of NotAction, NotResource and NotPrincipal, only compared as a whole."""

    effect: str
    actions: frozenset[str]
    resources: frozenset[str]
    principals: frozenset[tuple[str, str]]
    conditions: Conditions
    except_: str


def parse(text: Any) -> tuple[Statement, ...]:
    """Returns the statements of a policy in JSON. Raises NotAPolicy."""
    try:
        document = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        raise NotAPolicy from None
    listed = document.get("Statement") if isinstance(document, Mapping) else None
    if listed is None:
        raise NotAPolicy
    return tuple(_statement(each) for each in _many(listed))


def statements_of(text: Any, *, full: bool) -> tuple[Statement, ...]:
    """Returns the statements of a policy; an empty one has none, or with `full` permits all. Raises NotAPolicy."""
    if empty(text):
        return parse(_FULL) if full else ()
    return parse(text)


def permissions(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yields each Allow, split into one action on one resource: two documents may group the same permissions otherwise.

    A statement without a resource is split by action only; one with NotAction, NotResource or NotPrincipal stays whole.
    """
    for statement in statements:
        if statement.effect == "Allow" and statement.except_:
            yield statement
        elif statement.effect == "Allow":
            resources = [frozenset({each}) for each in sorted(statement.resources)] or [statement.resources]
            for action, resource in product(sorted(statement.actions), resources):
                yield replace(statement, actions=frozenset({action}), resources=resource)


def is_wider(live: tuple[Statement, ...], planned: tuple[Statement, ...]) -> bool:
    """Returns True if `planned` may permit something that `live` does not.

    It does not if each Allow of `planned` is in an Allow of `live`, and each Deny of `live` in a Deny of `planned`.
    """
    permitted = all(within_any(new, live) for new in planned if new.effect == "Allow")
    return not permitted or denies_less(live, planned)


def within_any(allow: Statement, live: tuple[Statement, ...]) -> bool:
    """Returns True if one Allow of `live` covers `allow`."""
    return any(_within(allow, old) for old in live if old.effect == "Allow")


def denies_less(live: tuple[Statement, ...], planned: tuple[Statement, ...]) -> bool:
    """Returns True if a Deny of `live` is in no Deny of `planned`."""
    denies = [statement for statement in planned if statement.effect == "Deny"]
    return not all(any(_within(old, new) for new in denies) for old in live if old.effect == "Deny")


def _within(narrow: Statement, wide: Statement) -> bool:
    """Returns True if `wide` covers every action, resource, principal and condition of `narrow`."""
    if narrow.except_ or wide.except_:
        return narrow == wide
    alike = all(bool(old) == bool(new) for old, new in _scopes(wide, narrow))
    return (
        alike
        and all(any(covers(old.lower(), new.lower()) for old in wide.actions) for new in narrow.actions)
        and all(any(covers(old, new) for old in wide.resources) for new in narrow.resources)
        and all(new in wide.principals or ("AWS", "*") in wide.principals for new in narrow.principals)
        and all(_narrowed(key, values, narrow.conditions) for key, values in wide.conditions.items())
    )


def _scopes(one: Statement, other: Statement) -> Iterator[tuple[object, object]]:
    """Yields actions, resources and principals side by side: a statement without resources is of another kind."""
    yield from ((one.actions, other.actions), (one.resources, other.resources), (one.principals, other.principals))


def _narrowed(key: tuple[str, str], values: frozenset[str], by: Conditions) -> bool:
    """Returns True if `by` has the same condition, one with fewer values, or an exact value in place of a pattern."""
    operator, name = key
    if by.get(key) == values:
        return True
    if operator not in _NARROWED_BY_FEWER:
        return False
    like = operator.endswith("Like")
    rivals = [by.get((exact, name)) for exact in (operator, *(k for k, v in _LIKE.items() if v == operator))]
    return any(
        rival and all(any(covers(old, new) if like else old == new for old in values) for new in rival)
        for rival in rivals
    )


def _statement(value: Any) -> Statement:
    if not isinstance(value, Mapping) or not set(value) <= _KNOWN or value.get("Effect") not in ("Allow", "Deny"):
        raise NotAPolicy
    return Statement(
        effect=value["Effect"],
        actions=frozenset(_texts(value.get("Action", []))),
        resources=frozenset(_texts(value.get("Resource", []))),
        principals=frozenset(_principals(value.get("Principal", {}))),
        conditions=_conditions(value.get("Condition", {})),
        except_=json.dumps({name: value[name] for name in _NOT if name in value}, sort_keys=True)
        if any(name in value for name in _NOT)
        else "",
    )


def _principals(value: Any) -> Iterator[tuple[str, str]]:
    if value == "*":
        yield "AWS", "*"
    elif isinstance(value, Mapping):
        for kind, each in value.items():
            yield from ((kind, one) for one in _texts(each))
    else:
        raise NotAPolicy


def _conditions(value: Any) -> dict[tuple[str, str], frozenset[str]]:
    """Returns (operator, key in lower case) -> values. Raises NotAPolicy if two keys differ in their case only."""
    if not isinstance(value, Mapping) or not all(isinstance(keys, Mapping) for keys in value.values()):
        raise NotAPolicy
    pairs = [
        ((operator, name.lower()), frozenset(map(str, _many(values))))
        for operator, keys in value.items()
        for name, values in keys.items()
    ]
    if len(dict(pairs)) != len(pairs):
        raise NotAPolicy
    return dict(pairs)


def _texts(value: Any) -> list[str]:
    listed = _many(value)
    if not all(isinstance(each, str) for each in listed):
        raise NotAPolicy
    return listed


def _many(value: Any) -> list[Any]:
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str | bool | int | float | Mapping) for each in listed):
        raise NotAPolicy
    return listed

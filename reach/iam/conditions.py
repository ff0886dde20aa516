"""Conditions of a policy statement, in three values: True, False, and None where a key or an operator is not known.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from reach.hops import every, some

Compare = Callable[[str, str], bool | None]


def holds(conditions: Any, context: Mapping[str, str]) -> bool | None:
    """Returns whether all conditions of a statement hold. No condition at all holds."""
    if not conditions:
        return True
    if not isinstance(conditions, Mapping):
        return None
    return every(
        _one(str(operator), str(key), _listed(values), context)
        for operator, keys in conditions.items()
        for key, values in (keys.items() if isinstance(keys, Mapping) else ())
    )


def like(pattern: str, text: str) -> bool:
    """Returns True if a text matches a pattern with `*` and `?`; case counts."""
    expression = "".join(".*" if char == "*" else "." if char == "?" else re.escape(char) for char in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


def _one(operator: str, key: str, values: list[str], context: Mapping[str, str]) -> bool | None:
    """Returns whether one condition holds. A negated operator holds if no value matches."""
    quantified = operator.partition(":")
    plain = quantified[2] or operator
    value = context.get(key.lower())
    if plain == "Null" or value is None:  # whether an unknown key is there is not known either
        return _null(values) if plain == "Null" and value is not None else None
    compare = _OPERATORS.get(plain.removesuffix("IfExists"))
    if compare is None or any("${" in one for one in values):
        return None
    matched, negated = compare
    hit = some(matched(one, value) for one in values)
    return (None if hit is None else not hit) if negated else hit


def _null(values: list[str]) -> bool | None:
    """Returns whether `Null` holds for a key that is there: it does if the policy says `false`."""
    return "false" in [one.lower() for one in values]


def _listed(values: Any) -> list[str]:
    listed = values if isinstance(values, list) else [values]
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in listed]


def _equal(pattern: str, value: str) -> bool:
    return pattern == value


def _equal_in_any_case(pattern: str, value: str) -> bool:
    return pattern.lower() == value.lower()


def _arn(pattern: str, value: str) -> bool:
    """Returns whether an ARN matches, part by part: a `*` does not reach over a colon of the first five parts."""
    wanted, given = pattern.split(":", 5), value.split(":", 5)
    if len(wanted) < 6 or len(given) < 6:
        return like(pattern, value)
    return all(like(*pair) for pair in zip(wanted, given, strict=True))


def _address(pattern: str, value: str) -> bool | None:
    try:
        return ip_address(value) in ip_network(pattern, strict=False)
    except ValueError:
        return None


_OPERATORS: Mapping[str, tuple[Compare, bool]] = {
    "StringEquals": (_equal, False),
    "StringNotEquals": (_equal, True),
    "StringEqualsIgnoreCase": (_equal_in_any_case, False),
    "StringNotEqualsIgnoreCase": (_equal_in_any_case, True),
    "StringLike": (like, False),
    "StringNotLike": (like, True),
    "ArnEquals": (_arn, False),
    "ArnLike": (_arn, False),
    "ArnNotEquals": (_arn, True),
    "ArnNotLike": (_arn, True),
    "Bool": (_equal_in_any_case, False),
    "IpAddress": (_address, False),
    "NotIpAddress": (_address, True),
}

"""Values against a shape of botocore's service model: members, types, enums, patterns, ranges and lengths. Pure.

botocore's own validator checks neither enums nor patterns nor upper bounds.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from math import inf
from typing import Any

from botocore.model import Shape

_TYPES: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list, tuple),
    "string": (str,),
    "character": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "timestamp": (str, datetime),
}
# Classes of ECMA and Java expressions, in the nearest words of Python's.
_CLASSES = {
    r"\p{Print}": r"[\x20-\x7e]",
    r"\p{ASCII}": r"[\x00-\x7f]",
    r"\uD800\uDC00-\uDBFF\uDFFF": r"\U00010000-\U0010FFFF",
    r"\p{L}": r"\w",
    r"\p{Z}": r"\s",
    r"\p{N}": r"\d",
    r"\p{S}": "$+<=>^`|~",
    r"\p{P}": r"!-/:-@\[-`{-~",
}


class InvalidAmendment(ValueError):
    """AWS could not answer so; the message names the member, what was given and what the model allows."""


def check_value(value: Any, shape: Any, *, path: str, partial: bool = False) -> None:
    """Raises InvalidAmendment where a value does not fit its shape.

    In a `partial` structure members may be missing, and None stands for a member that is taken away.
    """
    allowed: Any = _TYPES.get(shape.type_name, ())
    if not isinstance(value, allowed) or (isinstance(value, bool) and shape.type_name != "boolean"):
        raise InvalidAmendment(f"{path} is {value!r}: AWS's model has a {shape.type_name} there ({shape.name})")
    _check_limits(value, shape, path=path)
    if shape.type_name == "structure":
        _check_members(value, shape, path=path, partial=partial)
    elif shape.type_name == "list":
        for number, item in enumerate(value):
            check_value(item, shape.member, path=f"{path}.{number}")
    elif shape.type_name == "map":
        for key, item in value.items():
            check_value(key, shape.key, path=f"{path}.{key}")
            check_value(item, shape.value, path=f"{path}.{key}")


def _check_members(value: dict[str, Any], shape: Any, *, path: str, partial: bool) -> None:
    if unknown := sorted(set(value) - set(shape.members)):
        raise InvalidAmendment(f"{path} has no member {', '.join(unknown)}; it has {', '.join(sorted(shape.members))}")
    missing = sorted(set(shape.required_members) - set(value))
    if missing and not partial:
        raise InvalidAmendment(f"{path} lacks {', '.join(missing)}, which AWS always answers with")
    for name, item in value.items():
        if item is not None or not partial:
            check_value(item, shape.members[name], path=f"{path}.{name}", partial=partial)


def _check_limits(value: Any, shape: Shape, *, path: str) -> None:
    limits = shape.metadata
    if (enum := limits.get("enum")) and value not in enum:
        raise InvalidAmendment(f"{path} is {value!r}: AWS's model allows {', '.join(enum)}")
    measured = len(value) if isinstance(value, str | list | tuple | dict) else value
    if isinstance(measured, int | float) and not isinstance(measured, bool):
        low, high = limits.get("min", -inf), limits.get("max", inf)
        if not low <= measured <= high:
            what = "value" if measured is value else "length"
            raise InvalidAmendment(f"{path} is {value!r}: AWS's model allows a {what} of {low} to {high}")
    if isinstance(value, str) and (pattern := compiled(limits.get("pattern", ""))) and not pattern.search(value):
        raise InvalidAmendment(f"{path} is {value!r}: AWS's model allows {limits['pattern']}")


@lru_cache
def compiled(pattern: str) -> re.Pattern[str] | None:
    """Returns a pattern of the model as Python has it; None where there is none, or none that Python understands.

    A pattern need not match the whole: https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait
    """
    for theirs, ours in _CLASSES.items():
        pattern = pattern.replace(theirs, ours)
    try:
        return re.compile(pattern) if pattern else None
    except re.error:
        return None

"""The value that an attribute will have where the plan only says "known after apply".

Terraform hides a whole text if one reference in it is unknown. The code has the text, and the plan says which of the
resources that it refers to are new: each unknown reference becomes a placeholder that names the new resource.
"""

from __future__ import annotations

from typing import Any

from guard.expected import Expected
from terraform.expressions import Unresolved, references, resolve, value_at
from terraform.plan.change import Change
from terraform.plan.configuration import references as planned_references
from terraform.plan.plan import Plan

_CREATING = ("create", "replace")
# Template syntax beyond plain references: escapes and directives.
_OTHER_SYNTAX = ("$${", "%{")


def placeholder(address: str, attribute: str) -> str:
    """Returns the text that stands for an attribute that is known after apply. It holds no wildcard."""
    return f"<{address}.{attribute}>"


def is_placeholder(text: str) -> bool:
    """Returns True for the text of `placeholder`, and for a longer one that begins with it."""
    return text.startswith("<") and ">" in text


def preview(change: Change, attribute: str, *, plan: Plan, expected: Expected) -> str | None:
    """Returns the text that an unknown attribute will have, with placeholders for resources that this plan creates.

    Returns None if the text cannot be told: the code is not at hand or is not the code of this plan, the expression is
    more than references, or an unknown reference is to something that this plan does not create.
    """
    text = (expected.code or {}).get(change.address, {}).get(attribute)
    if not isinstance(text, str) or any(syntax in text for syntax in _OTHER_SYNTAX):
        return None
    if references(text) != set(planned_references(plan.written, change.address, attribute)):
        return None
    changes = {one.address: one for one in plan.changes}

    def look_up(address: str, path: str) -> Any:
        target = changes.get(address)
        if target is None:
            raise Unresolved(address)
        sides = target.at(path.replace("[", ".").replace("]", ""))
        if not sides.unknown:
            return value_at(target.after, path)
        if target.verb not in _CREATING:
            raise Unresolved(address)
        return placeholder(address, path)

    try:
        return str(resolve(text, look_up))
    except Unresolved:
        return None

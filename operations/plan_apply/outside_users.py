"""Asks AWS who uses the resources that a plan removes, and lists the users that are not in the state.

A replacement removes the resource, too. AWS is asked only if the plan removes something that others can use.
In: a plan. Out: address -> users; the guard blocks the plan with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from modules.registry import USERS
from terraform.plan.plan import Plan
from terraform.plan.values import texts

if TYPE_CHECKING:
    from aws.reader import Aws


def find(plan: Plan, *, reader: Callable[[], Aws]) -> Mapping[str, tuple[str, ...]]:
    """Returns the users by the address that they use, sorted; `reader` makes a reader of the account.

    Raises CounterPromoError if AWS denies a call.
    """
    removed = [change for change in plan.managed if change.verb in ("delete", "replace") and change.type in USERS]
    if not removed:
        return {}
    ours = {text for values in plan.prior.values() for text in texts(values)}
    found = dict[str, tuple[str, ...]]()
    with reader() as aws:
        for change in removed:
            users = USERS[change.type](aws, change, plan)
            if others := sorted({each.says for each in users if not each.ids & ours}):
                found[change.address] = tuple(others)
    return found

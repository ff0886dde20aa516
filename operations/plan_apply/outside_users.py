"""Asks AWS who uses the resources that a plan removes, and lists the users that are not in the state.

A replacement removes the resource, too. A default security group that a plan takes over loses its rules: all its users
are listed, also ours. AWS is asked only if the plan removes something that others can use.
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

DEFAULT_GROUP = "aws_default_security_group"


def find(plan: Plan, *, reader: Callable[[], Aws]) -> Mapping[str, tuple[str, ...]]:
    """Returns the users by the address that they use, sorted; `reader` makes a reader of the account.

    A group that is taken over and that nothing uses is in the answer, too, with an empty tuple.

    Raises CounterPromoError if AWS denies a call.
    """
    removed = [change for change in plan.managed if change.verb in ("delete", "replace") and change.type in USERS]
    taken_over = [change for change in plan.of_type(DEFAULT_GROUP) if change.verb == "create"]
    if not removed and not taken_over:
        return {}
    ours = {text for values in plan.prior.values() for text in texts(values)}
    found = dict[str, tuple[str, ...]]()
    with reader() as aws:
        for change in removed:
            users = USERS[change.type](aws, change, plan)
            if others := sorted({each.says for each in users if not each.ids & ours}):
                found[change.address] = tuple(others)
        for change in taken_over:
            found[change.address] = tuple(sorted({each.says for each in USERS[DEFAULT_GROUP](aws, change, plan)}))
    return found

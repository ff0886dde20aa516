"""Asks AWS who uses the resources that a plan removes, and lists the users that are not in the state.

A replacement removes the resource, too. AWS is asked only if the plan removes something that others can use.
In: a plan. Out: address -> users; the guard blocks the plan with them.
"""

from __future__ import annotations

from collections.abc import Mapping

from aws import identity
from modules.registry import USERS
from settings.account import AwsSettings
from terraform.plan.plan import Plan
from terraform.plan.values import texts


def find(plan: Plan, *, aws: AwsSettings) -> Mapping[str, tuple[str, ...]]:
    """Returns the users by the address that they use, sorted. Raises CounterPromoError if AWS denies a call."""
    removed = [change for change in plan.managed if change.verb in ("delete", "replace") and change.type in USERS]
    if not removed:
        return {}
    ours = {text for values in plan.prior.values() for text in texts(values)}
    found = dict[str, tuple[str, ...]]()
    with identity.identify(aws).reader() as reader:
        for change in removed:
            users = USERS[change.type](reader, change, plan)
            if others := sorted({each.says for each in users if not each.ids & ours}):
                found[change.address] = tuple(others)
    return found

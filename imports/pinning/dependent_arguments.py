"""Arguments that differ only because they refer to an attribute of another resource that the plan changes.

In: a stack and its plan. Out: (address, argument). Once the cause is pinned, the next plan shows if they still differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from terraform.expressions import attributes_referred_to
from terraform.plan.plan import Plan
from terraform.plan.values import marked_anywhere
from terraform.stack import Stack

Argument = tuple[str, str]


def dependent_arguments(document: Mapping[str, Any], plan: Mapping[str, Any]) -> frozenset[Argument]:
    """Returns the arguments that refer to an attribute that this plan changes, or does not know yet."""
    changing = {
        (change.address, attribute)
        for change in Plan.of(plan).managed
        if change.verb != "no-op"
        for attribute in {*change.before, *change.after, *_keys(change.unknown)}
        if change.before.get(attribute) != change.after.get(attribute)
        or marked_anywhere(_keys(change.unknown).get(attribute))
    }
    return frozenset(
        (address, argument)
        for address, arguments in Stack(document=document).resources()
        for argument, value in arguments.items()
        if attributes_referred_to(value) & changing
    )


def _keys(marks: Any) -> Mapping[str, Any]:
    return marks if isinstance(marks, Mapping) else {}

"""Guarded attributes of SSM parameters: encryption, overwriting and values.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ssm_parameter
"""

from __future__ import annotations

from typing import Any

from guard.arguments import DESCRIPTION, Harmless
from guard.attribute_rules import NoLongerOneOf, Watch, changed, on, replaced
from guard.verdict import Severity
from terraform.plan.change import Change
from terraform.plan.plan import Plan

_REPORTED = Severity.REPORTED
SSM_PARAMETER = (
    Watch(attribute="type", worse=NoLongerOneOf(("SecureString",)), rule="encryption-off", shown=True),
    Watch(attribute="key_id", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="overwrite", worse=on, rule="parameter-overwritten", default=False),
    # A parameter gets another name only in a replacement, which is blocked as a loss.
    Watch(attribute="name", worse=changed, rule="parameter-overwritten", severity=_REPORTED),
    Watch(attribute="tier", worse=NoLongerOneOf(("Advanced",)), rule="capacity-lowered", shown=True),
    Watch(attribute="data_type", worse=changed, rule="parameter-overwritten", severity=_REPORTED),
    Watch(attribute="value", worse=changed, rule="parameter-value", severity=_REPORTED),
    Watch(attribute="insecure_value", worse=changed, rule="parameter-value", severity=_REPORTED),
    Watch(attribute="value_wo_version", worse=changed, rule="parameter-value", severity=_REPORTED),
    Watch(attribute="allowed_pattern", worse=changed, rule="parameter-value", severity=_REPORTED),
)
SSM_PARAMETER_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
    "AWS gives it": ("arn",),
    "no plan shows it; value_wo_version, which is judged, sends it": ("value_wo",),
}


def follows_its_price(change: Change, plan: Plan) -> str:
    """Returns the loss where a plan of Stripe gets another price, or "".

    The parameter that maps a price back to its plan is named after the price, so SSM cannot change it. The parameter
    that holds the price changes in the same plan, from the one price to the other.
    """
    sides, value = change.at("name"), change.at("value")
    if change.verb != "replace" or sides.unknown or value.unknown or not value.before or value.before != value.after:
        return ""
    (folder, price), (other_folder, other_price) = _split(sides.before), _split(sides.after)
    prices = (one.at("value") for one in plan.of_type(change.type) if one.verb == "update")
    if folder == other_folder and any((one.before, one.after) == (price, other_price) for one in prices):
        return f"{sides.before} goes: nothing maps subscriptions at the earlier price to their plan"
    return ""


def _split(name: Any) -> tuple[str, str]:
    """Returns the folder of a parameter, and its name in it."""
    folder, _, last = str(name).rpartition("/")
    return folder, last

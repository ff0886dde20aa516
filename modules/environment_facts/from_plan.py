"""Resources of a plan: as they are now, and as they will be once it is applied.

What the plan does not know before the apply is taken from the code, if the code is given.
https://developer.hashicorp.com/terraform/internals/json-format#change-representation
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modules.environment_facts.things import Thing, Things
from terraform.plan.change import LOSING, Change
from terraform.plan.plan import Plan
from terraform.plan.values import marked_anywhere, reach

Code = Mapping[str, Mapping[str, Any]]
# Attributes in which AWS repeats what other resources declare: after a plan that removes these, they are out of date.
_REPEATED = {
    "aws_default_route_table": ("route",),
    "aws_iam_role": ("inline_policy", "managed_policy_arns"),
    "aws_network_acl": ("egress", "ingress", "subnet_ids"),
    "aws_route_table": ("route",),
    "aws_s3_bucket": ("policy",),
    "aws_security_group": ("egress", "ingress"),
    "aws_sqs_queue": ("policy",),
    "aws_vpc_endpoint": ("policy", "route_table_ids", "security_group_ids", "subnet_ids"),
}


# AWS names its own key like one of a customer. The code has each key of a customer: an import pins it.
_KEYS = ("kms_key_id", "performance_insights_kms_key_id")


def before(plan: Plan, *, account: str, region: str, code: Code) -> Things:
    """Returns the resources as they are before the plan is applied."""
    listed = tuple(
        Thing(address=one.address, type=one.type, values=_own(one, one.before, plan, code))
        for one in plan.managed
        if one.before
    )
    return Things(account=account, region=region, listed=listed)


def after(plan: Plan, *, account: str, region: str, code: Code) -> Things:
    """Returns the resources as they are once the plan is applied, `code` filling in what the plan does not know."""
    listed = tuple(
        Thing(address=one.address, type=one.type, values=_own(one, _known(one, code), plan, code))
        for one in plan.managed
        if one.after and (one.verb not in LOSING or one.verb == "replace")
    )
    return Things(account=account, region=region, listed=listed, code=code)


def _known(change: Change, code: Code) -> dict[str, Any]:
    """Returns the attributes that the plan knows. One that it knows in part is left to the code."""
    arguments = code.get(change.address, {})
    return {
        name: value
        for name, value in change.after.items()
        if not (name in arguments and marked_anywhere(reach(change.unknown, [name])))
    }


def _own(change: Change, values: Mapping[str, Any], plan: Plan, code: Code) -> dict[str, Any]:
    """Returns the values without those that repeat other resources or name a key, unless the code writes them here."""
    written: Mapping[str, Any] | None = None
    if change.address in plan.written:
        written = plan.written[change.address].get("expressions", {})
    elif change.address in code:
        written = code[change.address]
    repeated = (
        () if written is None else [one for one in (*_REPEATED.get(change.type, ()), *_KEYS) if one not in written]
    )
    return {name: value for name, value in values.items() if name not in repeated}

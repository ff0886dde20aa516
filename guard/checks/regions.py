"""Blocks resources of another region than the settings': since provider 6 each resource has an argument `region`.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, finding_on
from terraform.plan.change import Change
from terraform.plan.configuration import expressions
from terraform.plan.plan import Plan
from terraform.plan.values import marked_anywhere, reach

# Types whose `region` tells what they are about, and not where they are. Provider 6 deprecates it and names it
# `stack_set_instance_region`, `authorized_aws_region`, `connection_region` and `aws_region`, in this order.
# https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade
_ABOUT_A_REGION = frozenset(
    [
        "aws_cloudformation_stack_set_instance",
        "aws_config_aggregate_authorization",
        "aws_dx_hosted_connection",
        "aws_servicequotas_template",
    ]
)


def check(plan: Plan, expected: Expected) -> Iterator[Finding]:
    """Yields a finding for each resource in another region, and for each whose region is known after apply only.

    An unknown region counts if the code sets it: provider 5 works out the region of a bucket.
    """
    for change in (*plan.managed, *plan.drift):
        if change.type not in _ABOUT_A_REGION and (detail := _fault(change, plan, expected)):
            yield finding_on("identity", change, detail)


def _fault(change: Change, plan: Plan, expected: Expected) -> str:
    # `region` of aws_ssmincidents_replication_set is a list of blocks, the regions that it copies to.
    texts = [region for side in (change.before, change.after) if isinstance(region := side.get("region"), str)]
    if named := sorted({*texts} - {"", expected.region}):
        return f"its region is {named[0][:20]}, and the settings say {expected.region}"
    if marked_anywhere(reach(change.unknown, ["region"])) and "region" in expressions(plan.written, change.address):
        return "its region is known after apply only"
    return ""

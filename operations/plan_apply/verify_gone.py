"""Checks in AWS that resources which a plan reports as deleted do not exist, for types where the provider may err.

ECS denies with status 400, which the provider reads as "not found"; it also drops a bucket whose HEAD is denied. So
without ecs:DescribeTaskDefinition or s3:ListBucket a plan would create a resource that exists.
https://github.com/hashicorp/terraform-provider-aws/tree/v5.100.0/internal/service
In: a plan's JSON. Out: nothing, or a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from errors import Refused
from terraform.plan.plan import Plan

if TYPE_CHECKING:
    from aws.reader import Aws

Attributes = Mapping[str, Any]


def check(plan: Plan, *, reader: Callable[[], Aws]) -> None:
    """Raises Refused if such a resource exists, or if AWS denies the call. Calls AWS only if the plan reports one.

    `reader` makes a reader of the account.
    """
    gone = [drift for drift in plan.drift if drift.type in DOUBTED and drift.verb == "delete"]
    if not gone:
        return
    with reader() as aws:
        for drift in gone:
            if DOUBTED[drift.type](aws, drift.before):
                raise Refused(
                    f"the plan reports {drift.address} as deleted, but {drift.before['arn']} exists", cure="plan again"
                )


def _definition(aws: Aws, before: Attributes) -> bool:
    found = aws.reply_or_absent(
        "ecs",
        "describe_task_definition",
        "taskDefinition",
        absent=("ClientException",),
        taskDefinition=before["arn"],
    )
    return bool(found) and found["status"] == "ACTIVE"


def _bucket(aws: Aws, before: Attributes) -> bool:
    absent = ("404", "NoSuchBucket")
    return aws.reply_or_absent("s3", "head_bucket", "", absent=absent, Bucket=before["bucket"]) is not None


DOUBTED: Mapping[str, Callable[[Aws, Attributes], bool]] = {
    "aws_ecs_task_definition": _definition,
    "aws_s3_bucket": _bucket,
}

"""What a plan takes for gone, looked at once more: the provider takes a denial for absence where ECS answers with 400.

https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/ecs/task_definition.go
In: a plan's JSON. Out: nothing, or a refusal: without ecs:DescribeTaskDefinition every definition would be made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cli import account
from envs.errors import Refused
from envs.settings import AwsSettings

DOUBTED = "aws_ecs_task_definition"
GONE = ("ClientException",)


def check(plan: Mapping[str, Any], *, aws: AwsSettings) -> None:
    """Raises Refused where we may not look, or where it is there after all. AWS is asked only if something is gone."""
    gone = dict(_gone(plan))
    if not gone:
        return
    with account.identify(aws).reader() as reader:
        for address, arn in gone.items():
            found = reader.reply_or_absent(
                "ecs", "describe_task_definition", "taskDefinition", absent=GONE, taskDefinition=arn
            )
            if found and found["status"] == "ACTIVE":
                raise Refused(f"the plan takes {address} for gone, and {arn} is there", cure="plan again")


def _gone(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(address, ARN) of what the state knows and reading did not find."""
    for drift in plan.get("resource_drift", ()):
        if drift.get("type") == DOUBTED and drift["change"]["actions"] == ["delete"]:
            yield drift["address"], drift["change"]["before"]["arn"]

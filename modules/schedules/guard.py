"""Guarded attributes of schedules: state, time, target, role and message.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/scheduler_schedule
"""

from __future__ import annotations

from typing import Any

from guard.arguments import DESCRIPTION, REPLACES, Harmless
from guard.attribute_rules import Watch, changed, off, replaced
from guard.verdict import Severity
from terraform.plan.values import same

_REPORTED = Severity.REPORTED
_QUEUE = "arn:aws:sqs:"
_OTHER_TARGETS = (
    "ecs_parameters",
    "eventbridge_parameters",
    "kinesis_parameters",
    "sagemaker_pipeline_parameters",
)


def calls_an_api(before: Any, after: Any) -> bool:
    """Returns True if a schedule does anything but send a message to a queue, such as call an API of AWS.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
    """
    return not same(before, after) and not str(after).startswith(_QUEUE)


SCHEDULE = (
    Watch(attribute="target.0.arn", worse=calls_an_api, rule="delivery-changed", default=_QUEUE),
    Watch(attribute="state", worse=off, rule="delivery-changed", shown=True),
    Watch(attribute="target.0.arn", worse=changed, rule="delivery-changed"),
    Watch(attribute="target.0.role_arn", worse=changed, rule="role-exchanged"),
    Watch(attribute="target.0.dead_letter_config", worse=replaced, rule="dead-letters-changed"),
    Watch(attribute="kms_key_arn", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="schedule_expression", worse=changed, rule="delivery-changed", severity=_REPORTED, shown=True),
    Watch(attribute="schedule_expression_timezone", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="target.0.input", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="start_date", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="flexible_time_window", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="target.0.retry_policy", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="target.0.sqs_parameters", worse=changed, rule="delivery-changed", severity=_REPORTED),
    *(Watch(attribute=f"target.0.{name}", worse=changed, rule="delivery-changed") for name in _OTHER_TARGETS),
    Watch(attribute="end_date", worse=changed, rule="delivery-changed", severity=_REPORTED),
)
SCHEDULER_SCHEDULE_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
    REPLACES: ("name", "name_prefix", "group_name"),
}

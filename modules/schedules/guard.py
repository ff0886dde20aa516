"""Guarded attributes of schedules: state, time, target, role and message.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/scheduler_schedule
"""

from __future__ import annotations

from guard.attribute_rules import Watch, changed, off, replaced
from guard.verdict import Severity

_REPORTED = Severity.REPORTED
SCHEDULE = (
    Watch(attribute="state", worse=off, rule="delivery-changed", shown=True),
    Watch(attribute="target.0.arn", worse=changed, rule="delivery-changed"),
    Watch(attribute="target.0.role_arn", worse=changed, rule="role-exchanged"),
    Watch(attribute="target.0.dead_letter_config", worse=replaced, rule="dead-letters-changed"),
    Watch(attribute="kms_key_arn", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="schedule_expression", worse=changed, rule="delivery-changed", severity=_REPORTED, shown=True),
    Watch(attribute="schedule_expression_timezone", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="target.0.input", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="end_date", worse=changed, rule="delivery-changed", severity=_REPORTED),
)

"""Guarded attributes of alarms: actions, thresholds and periods.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/cloudwatch_metric_alarm
"""

from __future__ import annotations

from guard.attribute_rules import Watch, changed, fewer, off, raised
from guard.verdict import Severity

_REPORTED = Severity.REPORTED
CLOUDWATCH_METRIC_ALARM = (
    Watch(attribute="actions_enabled", worse=off, rule="alarm-weakened"),
    Watch(attribute="alarm_actions", worse=fewer, rule="alarm-weakened"),
    Watch(attribute="threshold", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="comparison_operator", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="evaluation_periods", worse=raised, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="datapoints_to_alarm", worse=raised, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="treat_missing_data", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="dimensions", worse=changed, rule="alarm-changed", severity=_REPORTED),
)

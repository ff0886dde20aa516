"""Guarded attributes of alarms: actions, thresholds and periods.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/cloudwatch_metric_alarm
"""

from __future__ import annotations

from guard.arguments import DESCRIPTION, REPLACES, Harmless
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
    Watch(attribute="metric_name", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="namespace", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="statistic", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="extended_statistic", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="period", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="unit", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="threshold_metric_id", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="metric_query", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="evaluate_low_sample_count_percentiles", worse=changed, rule="alarm-changed", severity=_REPORTED),
    Watch(attribute="insufficient_data_actions", worse=fewer, rule="alarm-weakened", severity=_REPORTED),
    Watch(attribute="ok_actions", worse=fewer, rule="alarm-weakened", severity=_REPORTED),
)
CLOUDWATCH_METRIC_ALARM_HARMLESS: Harmless = {
    DESCRIPTION: ("alarm_description",),
    REPLACES: ("alarm_name",),
}

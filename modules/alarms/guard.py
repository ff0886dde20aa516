"""Guarded attributes of alarms: actions, thresholds and periods; and alarms that go while what they watch stays.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/cloudwatch_metric_alarm
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guard.arguments import DESCRIPTION, REPLACES, Harmless
from guard.attribute_rules import Watch, changed, fewer, off, raised
from guard.verdict import Severity
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import block, blocks

TYPE = "aws_cloudwatch_metric_alarm"
# Attributes that a dimension names a resource by: of a service or queue, a database, a load balancer or target group.
_NAMES = ("name", "identifier", "arn_suffix")
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


def still_watched(change: Change, plan: Plan) -> str:
    """Returns the reason why the end of an alarm is harmless: other alarms watch the same, or the same plan removes it.

    An alarm without a dimension watches nothing that the plan can name, so no reason is known.
    """
    watched = set(_dimensions(change.before))
    if not watched:
        return ""
    others = {one for alarm in plan.of_type(TYPE) for one in _dimensions(alarm.after)}
    removed = {one.before.get(name) for one in plan.managed if one.verb == "delete" for name in _NAMES}
    alone = {(name, value) for name, value in watched - others if value not in removed}
    return "" if alone else "another alarm watches the same, or the plan removes what it watches"


def _dimensions(alarm: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields the name and value of each dimension of an alarm, also of those inside an expression."""
    queries = blocks(alarm.get("metric_query") or [])
    for one in (alarm, *(metric for query in queries for metric in blocks(query.get("metric") or []))):
        yield from ((name, str(value)) for name, value in block(one.get("dimensions")).items())

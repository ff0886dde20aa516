"""Finds the CloudWatch alarms. A rule matches an alarm with another name by its metric."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every metric alarm of the region, except those that target tracking creates and deletes by itself.

    https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
    """
    alarms = aws.listing("cloudwatch", "describe_alarms", "MetricAlarms", AlarmTypes=["MetricAlarm"])
    return [_alarm(alarm) for alarm in alarms if not alarm["AlarmName"].startswith("TargetTracking-")]


def _alarm(alarm: Mapping[str, Any]) -> Found:
    name = alarm["AlarmName"]
    facts = {
        "alarm_name": name,
        "arn": alarm["AlarmArn"],
        "namespace": alarm.get("Namespace"),
        "metric_name": alarm.get("MetricName"),
        "alarm_actions": alarm.get("AlarmActions", []),
        "metric_query": [{"metric": [{}]} for one in alarm.get("Metrics", []) if "MetricStat" in one],
        "dimensions": {one["Name"]: one["Value"] for one in alarm.get("Dimensions", [])},
    }
    return live("aws_cloudwatch_metric_alarm", name, facts, name=name)

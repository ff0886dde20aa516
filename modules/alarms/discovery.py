"""Finds the CloudWatch alarms. A rule matches an alarm with another name by its metric."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.matching.match_state import MatchState, handles
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings

# Dimension of a metric -> the type whose name or ARN is the value. Of load balancers and target groups it is the end of
# the ARN: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
_DIMENSIONS: Mapping[str, str] = {
    "BucketName": "aws_s3_bucket",
    "CertificateArn": "aws_acm_certificate",
    "ClusterName": "aws_ecs_cluster",
    "DBInstanceIdentifier": "aws_db_instance",
    "LoadBalancer": "aws_lb",
    "LogGroupName": "aws_cloudwatch_log_group",
    "QueueName": "aws_sqs_queue",
    "RepositoryName": "aws_ecr_repository",
    "ServiceName": "aws_ecs_service",
    "TargetGroup": "aws_lb_target_group",
    "TopicName": "aws_sns_topic",
}


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
        "watched": sorted(watched(alarm)),
    }
    return live("aws_cloudwatch_metric_alarm", name, facts, name=name)


def watched(alarm: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Returns the dimensions of an alarm, those of the metrics in its expression included."""
    metrics = [one["MetricStat"]["Metric"] for one in alarm.get("Metrics", []) if "MetricStat" in one]
    return {(one["Name"], one["Value"]) for metric in (alarm, *metrics) for one in metric.get("Dimensions", [])}


def watches_ours(alarm: Found, match_state: MatchState) -> str | None:
    """Tells which resource of ours an alarm watches that the code does not describe."""
    for dimension, value in alarm.facts["watched"]:
        for declared, ours in match_state.of_type(_DIMENSIONS.get(dimension, "")):
            ends = (f":{value}", f":loadbalancer/{value}")
            if any(word == value or word.endswith(ends) for word in handles(ours)):
                return f"watches {declared.address}"
    return None

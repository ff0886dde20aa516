"""Live values of alarms and of autoscaling."""

from __future__ import annotations

from typing import Any

from sandbox.overlay.amendment import Amendment
from tests.cli.conftest import ACCOUNT, REGION
from tests.coverage.account import CLUSTER, NAME, ROLE, SERVICE, Shown
from tests.coverage.live.reads import answer, item, tags

_ACTION = f"arn:aws:sns:{REGION}:{ACCOUNT}:somebody"
_ALARMS = ("cloudwatch.DescribeAlarms", "MetricAlarms")
_POLICIES = ("application-autoscaling.DescribeScalingPolicies", "ScalingPolicies", {"PolicyName": f"{SERVICE}-cpu"})
_PAIR = [{"Name": "ClusterName", "Value": CLUSTER}]


def first(account: Shown) -> list[Amendment]:
    """Returns alarms with every member, bounds that are suspended, a policy of a metric of one's own."""
    stat = {
        "Metric": {"Namespace": "Own", "MetricName": "Carts", "Dimensions": _PAIR},
        "Period": 600,
        "Stat": "p90",
        "Unit": "Seconds",
    }
    queries = [
        {"Id": "e1", "Expression": "m1 * 2", "Label": "twice", "ReturnData": True, "Period": 60},
        {"Id": "m1", "MetricStat": stat, "Label": "carts", "ReturnData": False, "AccountId": "111122223333"},
    ]
    shared: dict[str, Any] = {
        "ActionsEnabled": False,
        "AlarmDescription": "words of a person",
        "AlarmActions": [_ACTION],
        "OKActions": [_ACTION],
        "InsufficientDataActions": [_ACTION],
        "EvaluationPeriods": 7,
        "DatapointsToAlarm": 5,
        "Threshold": 7.5,
        "ComparisonOperator": "LessThanOrEqualToThreshold",
        "TreatMissingData": "breaching",
    }
    arn = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{NAME}-database-storage"
    return [
        item(
            *_ALARMS,
            {"AlarmName": f"{NAME}-database-storage"},
            **shared,
            Namespace="Own",
            MetricName="Carts",
            Dimensions=_PAIR,
            Period=3600,
            Unit="Count",
            Statistic=None,
            ExtendedStatistic="p95",
            EvaluateLowSampleCountPercentile="ignore",
        ),
        item(*_ALARMS, {"AlarmName": f"{NAME}-missing-tasks"}, **shared, Metrics=queries),
        answer("cloudwatch.ListTagsForResource", {"ResourceARN": arn}, Tags=tags(owner="platform")),
        *_scaling(),
    ]


def second(account: Shown) -> list[Amendment]:
    """Returns what excludes the first: a policy of steps, and a statistic of CloudWatch's own."""
    steps = [{"MetricIntervalLowerBound": 0.0, "MetricIntervalUpperBound": 10.0, "ScalingAdjustment": 2}]
    return [
        item(*_ALARMS, {"AlarmName": f"{NAME}-load-balancer-5xx"}, Statistic="SampleCount"),
        item(
            *_POLICIES,
            PolicyType="StepScaling",
            TargetTrackingScalingPolicyConfiguration=None,
            StepScalingPolicyConfiguration={
                "AdjustmentType": "PercentChangeInCapacity",
                "StepAdjustments": steps,
                "MinAdjustmentMagnitude": 2,
                "Cooldown": 77,
                "MetricAggregationType": "Maximum",
            },
        ),
    ]


def third(account: Shown) -> list[Amendment]:
    """Returns a policy that follows an expression over metrics, and one that follows requests."""
    metric = {"Namespace": "Own", "MetricName": "Carts", "Dimensions": _PAIR}
    metrics = [
        {"Id": "m1", "MetricStat": {"Metric": metric, "Stat": "Sum", "Unit": "Count"}, "ReturnData": False},
        {"Id": "e1", "Expression": "m1 / 2", "Label": "half", "ReturnData": True},
    ]
    followed = {
        "PredefinedMetricSpecification": None,
        "CustomizedMetricSpecification": {"Metrics": metrics},
        "TargetValue": 33.0,
    }
    return [item(*_POLICIES, TargetTrackingScalingPolicyConfiguration=followed)]


def fourth(account: Shown) -> list[Amendment]:
    """Returns a policy that follows the requests of a target group."""
    label = "app/counterpromo-dev-alb/a1b2c3d4e5f60718/targetgroup/counterpromo-dev-tg-api/a1b2c3d4e5f60718"
    predefined = {"PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": label}
    return [item(*_POLICIES, TargetTrackingScalingPolicyConfiguration={"PredefinedMetricSpecification": predefined})]


def band(account: Shown) -> list[Amendment]:
    """Returns an alarm on what leaves the band of an anomaly, which has no threshold."""
    metrics = [{"Id": "ad1", "Expression": "ANOMALY_DETECTION_BAND(m1)", "Label": "band", "ReturnData": True}]
    leaves: dict[str, Any] = {
        "ThresholdMetricId": "ad1",
        "Threshold": None,
        "ComparisonOperator": "GreaterThanUpperThreshold",
    }
    return [item(*_ALARMS, {"AlarmName": f"{NAME}-dead-letters"}, Metrics=metrics, **leaves)]


def one_metric(account: Shown) -> list[Amendment]:
    """Returns an alarm of one metric where the code has an expression over several."""
    one: dict[str, Any] = {
        "Namespace": "Own",
        "MetricName": "Carts",
        "Dimensions": _PAIR,
        "Period": 300,
        "Statistic": "Sum",
    }
    return [item(*_ALARMS, {"AlarmName": f"{NAME}-unhealthy-targets"}, Metrics=None, **one)]


def _scaling() -> list[Amendment]:
    suspended = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")
    metric = {"Namespace": "Own", "MetricName": "Carts", "Dimensions": _PAIR, "Statistic": "Maximum", "Unit": "Count"}
    return [
        item(
            "application-autoscaling.DescribeScalableTargets",
            "ScalableTargets",
            {"ResourceId": f"service/{CLUSTER}/{SERVICE}"},
            MinCapacity=3,
            MaxCapacity=33,
            RoleARN=ROLE,
            SuspendedState=dict.fromkeys(suspended, True),
        ),
        item(
            *_POLICIES,
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": 33.0,
                "PredefinedMetricSpecification": None,
                "CustomizedMetricSpecification": metric,
                "ScaleInCooldown": 77,
                "ScaleOutCooldown": 33,
                "DisableScaleIn": True,
            },
        ),
        answer(
            "application-autoscaling.ListTagsForResource",
            {},
            Tags={"owner": "platform"},
        ),
    ]

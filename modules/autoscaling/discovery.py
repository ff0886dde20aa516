"""Finds scalable targets, scaling policies and scheduled actions.

A rule matches a policy with another name by its metric.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings

_BLOCK = "target_tracking_scaling_policy_configuration"
METRIC = f"{_BLOCK}.predefined_metric_specification.predefined_metric_type"


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the targets, policies and scheduled actions of every ECS service of the region."""
    listings = [
        ("describe_scalable_targets", "ScalableTargets"),
        ("describe_scaling_policies", "ScalingPolicies"),
        ("describe_scheduled_actions", "ScheduledActions"),
    ]
    declared = any(service.autoscaling for service in settings.services.values())

    ask = aws.listing if declared else aws.listing_if_served
    targets, policies, actions = aws.each(
        lambda listing: ask("application-autoscaling", *listing, ServiceNamespace="ecs"), listings
    )
    return [
        *(_target(one) for one in targets),
        *(_policy(one) for one in policies),
        *(_scheduled(one) for one in actions),
    ]


def _place(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "service_namespace": item["ServiceNamespace"],
        "resource_id": item["ResourceId"],
        "scalable_dimension": item["ScalableDimension"],
    }


def _target(target: Mapping[str, Any]) -> Found:
    place = _place(target)
    limits = {"min_capacity": target.get("MinCapacity"), "max_capacity": target.get("MaxCapacity")}
    facts = {**place, **limits, "id": target["ResourceId"], "service": target["ResourceId"].removeprefix("service/")}
    return live("aws_appautoscaling_target", "/".join(place.values()), facts, name=target["ResourceId"])


def _policy(policy: Mapping[str, Any]) -> Found:
    place, name = _place(policy), policy["PolicyName"]
    metric = policy.get("TargetTrackingScalingPolicyConfiguration", {}).get("PredefinedMetricSpecification", {})
    kept_to = [{"predefined_metric_specification": [{"predefined_metric_type": metric.get("PredefinedMetricType")}]}]
    service = policy["ResourceId"].removeprefix("service/")
    facts = {**place, "name": name, "service": service, "arn": policy["PolicyARN"], _BLOCK: kept_to}
    return live("aws_appautoscaling_policy", "/".join((*place.values(), name)), facts, name=name)


def _scheduled(action: Mapping[str, Any]) -> Found:
    place, name = _place(action), action["ScheduledActionName"]
    facts = {**place, "name": name, "service": action["ResourceId"].removeprefix("service/")}
    return live("aws_appautoscaling_scheduled_action", "/".join((*place.values(), name)), facts, name=name)


def cannot_be_imported(facts: Mapping[str, Any]) -> str:
    """Returns why a scheduled action is not written as code: provider 5.100.0 has no import for the type."""
    return "Terraform cannot import a scheduled action"

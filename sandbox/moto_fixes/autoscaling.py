"""Application Auto Scaling: tags of scalable targets, and policies by name."""

from __future__ import annotations

import json
from typing import Any

from moto.applicationautoscaling.models import FakeScalableTarget
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse as Response

from sandbox.moto_fixes.patch import patch


def scalable_targets_have_tags() -> None:
    """Keeps, lists and removes tags of scalable targets; the provider lists them at every read.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html
    Remove when moto has it.
    """
    register = Response.register_scalable_target

    def register_scalable_target(response: Response) -> str:
        answer: str = register(response)
        _tags(response, json.loads(answer)["ScalableTargetARN"]).update(response._get_param("Tags") or {})
        return answer

    def list_tags_for_resource(response: Response) -> str:
        return json.dumps({"Tags": _tags(response, response._get_param("ResourceARN"))})

    def tag_resource(response: Response) -> str:
        _tags(response, response._get_param("ResourceARN")).update(response._get_param("Tags"))
        return "{}"

    def untag_resource(response: Response) -> str:
        for key in response._get_param("TagKeys"):
            _tags(response, response._get_param("ResourceARN")).pop(key, None)
        return "{}"

    patch(Response, "register_scalable_target", register_scalable_target)
    for method in (list_tags_for_resource, tag_resource, untag_resource):
        setattr(Response, method.__name__, method)


def _tags(response: Response, arn: str) -> dict[str, str]:
    """Returns the tags, kept on the target itself, so that they are deleted with it."""
    for targets in response.applicationautoscaling_backend.targets.values():
        for target in targets.values():
            if target.arn == arn:
                return _kept(target)
    return {}


def _kept(target: FakeScalableTarget) -> dict[str, str]:
    kept: dict[str, str] = vars(target).setdefault("tags_of_ours", {})
    return kept


def scaling_policies_are_found_by_name() -> None:
    """Answers a request for named policies with those, not with all policies of the service.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html
    Remove when moto has it.
    """
    original = Response.describe_scaling_policies

    def describe_scaling_policies(response: Response) -> str:
        answer: dict[str, Any] = json.loads(original(response))
        names = response._get_param("PolicyNames")
        found = [one for one in answer["ScalingPolicies"] if not names or one["PolicyName"] in names]
        return json.dumps({**answer, "ScalingPolicies": found})

    patch(Response, "describe_scaling_policies", describe_scaling_policies)


FIXES = (scalable_targets_have_tags, scaling_policies_are_found_by_name)

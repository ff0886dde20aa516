"""Scalable targets and scaling policies."""

from typing import Any

from tests.sandbox.account import Account, unique

DIMENSION = "ecs:service:DesiredCount"


def scalable_targets_have_tags(aws: Account) -> None:
    scaling = aws.client("application-autoscaling")
    place = _service(aws)
    arn = scaling.register_scalable_target(**place, MinCapacity=1, MaxCapacity=2, Tags={"one": "1"})[
        "ScalableTargetARN"
    ]
    scaling.tag_resource(ResourceARN=arn, Tags={"two": "2"})
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"one": "1", "two": "2"}
    scaling.untag_resource(ResourceARN=arn, TagKeys=["one"])
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"two": "2"}


def scaling_policies_are_found_by_name(aws: Account) -> None:
    scaling = aws.client("application-autoscaling")
    place = _service(aws)
    scaling.register_scalable_target(**place, MinCapacity=1, MaxCapacity=2)
    for name, load in (("cpu", "CPU"), ("memory", "Memory")):
        metric = {"PredefinedMetricType": f"ECSServiceAverage{load}Utilization"}
        scaling.put_scaling_policy(
            **place,
            PolicyName=name,
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={"TargetValue": 60.0, "PredefinedMetricSpecification": metric},
        )
    (found,) = scaling.describe_scaling_policies(**place, PolicyNames=["memory"])["ScalingPolicies"]
    assert found["PolicyName"] == "memory"


def _service(aws: Account) -> dict[str, Any]:
    ecs, cluster, family = aws.client("ecs"), unique("cluster"), unique("family")
    ecs.create_cluster(clusterName=cluster)
    container = {"name": "one", "image": "one", "memory": 128}
    ecs.register_task_definition(family=family, containerDefinitions=[container])
    ecs.create_service(cluster=cluster, serviceName="one", taskDefinition=family, desiredCount=1)
    return {"ServiceNamespace": "ecs", "ResourceId": f"service/{cluster}/one", "ScalableDimension": DIMENSION}


BEHAVIOURS = (scalable_targets_have_tags, scaling_policies_are_found_by_name)

"""Resources of PROD that DEV lacks: discovered if the settings have them, matched by name or structure."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from aws.reader import Aws
from envs.load import load
from imports.model import Found
from modules.autoscaling import discovery as autoscaling
from modules.flow_logs import discovery as flow_logs
from modules.images import discovery as images
from modules.notifications import discovery as notifications
from modules.settings import Settings
from modules.stages import match
from tests.conftest import ENVS
from tests.imports.scripted import Reply, Script, json_error
from tests.imports.small_dev import code, live, rule_of

DEV, PROD = load("dev", ENVS), load("prod", ENVS)
AREAS: Mapping[str, Callable[[Aws, Settings], list[Found]]] = {
    "images": images.find,
    "autoscaling": autoscaling.find,
    "notifications": notifications.find,
    "flow logs": flow_logs.find,
}
SERVICE = "service/prod-cluster/prod-svc-api"
ECS = {"ServiceNamespace": "ecs", "ResourceId": SERVICE, "ScalableDimension": "ecs:service:DesiredCount"}
NO_SCALING = {
    "application-auto-scaling.DescribeScalableTargets": [Reply('{"ScalableTargets": []}')],
    "application-auto-scaling.DescribeScalingPolicies": [Reply('{"ScalingPolicies": []}')],
    "application-auto-scaling.DescribeScheduledActions": [Reply('{"ScheduledActions": []}')],
}
TOPIC = "arn:aws:sns:eu-west-2:123456789012:prod-alarms"


def say(**reply: Any) -> list[Reply]:
    return [Reply(json.dumps(reply))]


def sns(action: str, members: str) -> list[Reply]:
    return [Reply(f"<{action}Response><{action}Result>{members}</{action}Result></{action}Response>")]


def found(area: str, settings: Settings, replies: Mapping[str, Any]) -> tuple[list[Found], list[str]]:
    script = Script(replies)
    with script.aws() as aws:
        return AREAS[area](aws, settings), script.asked


@pytest.mark.parametrize("area", ["images", "notifications"])
def test_discovery_makes_no_call_for_absent_settings(area: str) -> None:
    assert found(area, DEV, {}) == ([], [])


def test_scaling_and_flow_logs_are_found_without_settings() -> None:
    """They belong to a service and to the VPC, which every environment has: what is there becomes a stray."""
    logs = "<DescribeFlowLogsResponse><flowLogSet/></DescribeFlowLogsResponse>"
    assert found("flow logs", DEV, {"ec2.DescribeFlowLogs": [Reply(logs)]}) == ([], ["ec2.DescribeFlowLogs"])
    there, asked = found("autoscaling", DEV, NO_SCALING)
    assert (there, sorted(asked)) == ([], sorted(NO_SCALING))


def test_discovery_finds_repositories_and_their_policies() -> None:
    names = ("counterpromo-prod-web", "somebody-elses")
    replies = {
        "ecr.DescribeRepositories": say(
            repositories=[
                {"repositoryName": name, "repositoryArn": f"arn:{name}", "repositoryUri": f"host/{name}"}
                for name in names
            ]
        ),
        "ecr.GetLifecyclePolicy": say(repositoryName=names[0], lifecyclePolicyText="{}"),
        "ecr.GetRepositoryPolicy": [json_error("RepositoryPolicyNotFoundException")],
    }
    there, asked = found("images", PROD, replies)
    assert [(one.type, one.id) for one in there] == [
        ("aws_ecr_repository", names[0]),
        ("aws_ecr_repository", names[1]),
        ("aws_ecr_lifecycle_policy", names[0]),
    ]
    assert len(asked) == 3, "nothing more is asked of a repository that is not ours"


def test_discovery_finds_scaling_targets_and_policies() -> None:
    metric = {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}
    policy = {"PolicyName": "odd", "PolicyARN": "arn:policy", "PolicyType": "TargetTrackingScaling", "CreationTime": 0}
    configuration = {"TargetValue": 60.0, "PredefinedMetricSpecification": metric}
    bounds = {"MinCapacity": 2, "MaxCapacity": 4, "RoleARN": "arn:role", "CreationTime": 0}
    replies = {
        **NO_SCALING,
        "application-auto-scaling.DescribeScalableTargets": say(ScalableTargets=[ECS | bounds]),
        "application-auto-scaling.DescribeScalingPolicies": say(
            ScalingPolicies=[ECS | policy | {"TargetTrackingScalingPolicyConfiguration": configuration}]
        ),
    }
    there, _ = found("autoscaling", PROD, replies)
    place = f"ecs/{SERVICE}/ecs:service:DesiredCount"
    assert [one.id for one in there] == [place, f"{place}/odd"]
    arguments = {"service_namespace": "ecs", "scalable_dimension": "ecs:service:DesiredCount"}
    block = [{"predefined_metric_specification": [{"predefined_metric_type": metric["PredefinedMetricType"]}]}]
    declared = [
        code("aws_appautoscaling_target.api", resource_id=SERVICE, **arguments),
        code(
            "aws_appautoscaling_policy.cpu",
            name="prod-svc-api-cpu",
            resource_id="${aws_appautoscaling_target.api.resource_id}",
            scalable_dimension="${aws_appautoscaling_target.api.scalable_dimension}",
            target_tracking_scaling_policy_configuration=block,
        ),
    ]
    outcome = match(declared, there)
    assert outcome.ids == {"aws_appautoscaling_target.api": place, "aws_appautoscaling_policy.cpu": f"{place}/odd"}
    assert rule_of(outcome, "aws_appautoscaling_policy.cpu") == "service and load"


def test_discovery_finds_topics_and_confirmed_subscriptions() -> None:
    listed = "".join(
        f"<member><TopicArn>{TOPIC}</TopicArn><Protocol>email</Protocol><Endpoint>{name}@x.com</Endpoint>"
        f"<SubscriptionArn>{arn}</SubscriptionArn></member>"
        for name, arn in (("one", f"{TOPIC}:1"), ("two", "PendingConfirmation"))
    )
    replies = {
        "sns.ListTopics": sns("ListTopics", f"<Topics><member><TopicArn>{TOPIC}</TopicArn></member></Topics>"),
        "sns.ListSubscriptions": sns("ListSubscriptions", f"<Subscriptions>{listed}</Subscriptions>"),
    }
    there, _ = found("notifications", PROD, replies)
    declared = [
        code("aws_sns_topic.topic", name="counterpromo-prod-alarms"),
        code("aws_sns_topic_policy.policy", arn="${aws_sns_topic.topic.arn}"),
        *(
            code(
                f"aws_sns_topic_subscription.{name}",
                topic_arn="${aws_sns_topic.topic.arn}",
                protocol="email",
                endpoint=f"{name}@x.com",
            )
            for name in ("one", "two")
        ),
        code("aws_cloudwatch_metric_alarm.five", alarm_name="five", alarm_actions=["${aws_sns_topic.topic.arn}"]),
    ]
    alarm = live("aws_cloudwatch_metric_alarm", "five", alarm_name="five", alarm_actions=[TOPIC])
    outcome = match(declared, [*there, alarm])
    assert rule_of(outcome, "aws_sns_topic.topic") == "used by aws_cloudwatch_metric_alarm.five"
    assert outcome.ids["aws_sns_topic_policy.policy"] == TOPIC
    assert outcome.ids["aws_sns_topic_subscription.one"] == f"{TOPIC}:1"
    assert [one.address for one in outcome.missing] == ["aws_sns_topic_subscription.two"], "it has no id to import yet"


def test_flow_log_is_matched_by_destination_or_name() -> None:
    vpc = live("aws_vpc", "vpc-1", tags={"Name": "prod-vpc"}, cidr_block="10.20.0.0/16")
    declared = [
        code("aws_vpc.vpc", tags={"Name": "prod-vpc"}, cidr_block="10.20.0.0/16"),
        code("aws_flow_log.vpc", vpc_id="${aws_vpc.vpc.id}", log_destination="arn:group", tags={"Name": "prod"}),
        code("aws_iam_role.writer", name="prod-writer"),
    ]
    declared[1] = code("aws_flow_log.vpc", **declared[1].arguments, iam_role_arn="${aws_iam_role.writer.arn}")
    role = live("aws_iam_role", "odd", name="odd", arn="arn:odd", subjects=())
    elsewhere = live("aws_flow_log", "fl-0", vpc_id="vpc-1", log_destination="arn:bucket", tags={})
    for facts, rule in (
        ({"log_destination": "arn:group", "tags": {}}, "vpc and destination"),
        ({"log_destination": "arn:other", "tags": {"Name": "prod"}}, "vpc and name"),
    ):
        log = live("aws_flow_log", "fl-1", vpc_id="vpc-1", iam_role_arn="arn:odd", **facts)
        outcome = match(declared, [vpc, log, elsewhere, role])
        assert rule_of(outcome, "aws_flow_log.vpc") == rule
        assert outcome.ids["aws_flow_log.vpc"] == "fl-1"
        assert rule_of(outcome, "aws_iam_role.writer") == "used by aws_flow_log.vpc alone"
        assert [stray.id for stray in outcome.strays] == ["fl-0"]

"""Rows of the alarm topic, its policy and its subscriptions."""

from __future__ import annotations

from guard.owned_elsewhere import part_of_its_own
from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from imports.matching.match_rules import by, inside
from imports.matching.users import used_by
from imports.resource_type import ImportedType, own_id
from modules.notifications import discovery, guard, users
from modules.resource_type import REGIONAL, Area, IamResource, ResourceType, Satellites, Service, prefixed

IAM_TOPIC = IamResource(kind="sns:topic", arns=(REGIONAL + "{name}",), names=prefixed("topic"))
TOPIC = ResourceType(
    name="aws_sns_topic",
    imported=ImportedType(
        import_id=own_id,
        match=(by("name"), used_by(("aws_cloudwatch_metric_alarm", "alarm_actions"))),
        left_to_aws={"signature_version": (1,), "tracing_config": ("PassThrough",)},
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        arn="arn:aws:sns:{region}:{account}:{name}",
        watched=guard.SNS_TOPIC,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.RESOURCE, computed=True),
        owned_elsewhere={"policy": part_of_its_own("aws_sns_topic_policy", by="arn")},
        harmless=guard.SNS_TOPIC_HARMLESS,
    ),
    iam=(IAM_TOPIC,),
    users=users.of_topic,
)
TOPIC_POLICY = ResourceType(
    name="aws_sns_topic_policy",
    imported=ImportedType(import_id=own_id, match=(by("arn", label="topic"),)),
    guarded=GuardedType(
        deletion=Deletion.PROTECTION,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.RESOURCE),
        harmless=guard.SNS_TOPIC_POLICY_HARMLESS,
    ),
    iam=(IAM_TOPIC,),
)
SUBSCRIPTION = ResourceType(
    name="aws_sns_topic_subscription",
    imported=ImportedType(
        import_id=own_id,
        match=(by("topic_arn", "protocol", "endpoint", label="topic and listener"),),
        stray=inside("topic_arn", "aws_sns_topic", "on a topic of ours"),
    ),
    guarded=GuardedType(
        deletion=Deletion.PROTECTION,
        watched=guard.SNS_TOPIC_SUBSCRIPTION,
        harmless=guard.SNS_TOPIC_SUBSCRIPTION_HARMLESS,
    ),
    iam=(IAM_TOPIC,),
)
_USER = "it is a resource of another service, which tells the topic"
SERVICE = Service(
    areas=(Area(name="notifications", find=discovery.find, types=(TOPIC, TOPIC_POLICY, SUBSCRIPTION)),),
    satellites=(
        Satellites(
            of="aws_sns_topic",
            arguments=("topic_arn",),
            read=(TOPIC_POLICY.name, SUBSCRIPTION.name),
            left_out={
                "aws_sns_topic_data_protection_policy": "import makes no call for it: it hides parts of messages only",
                "aws_autoscaling_notification": _USER,
            },
        ),
    ),
)

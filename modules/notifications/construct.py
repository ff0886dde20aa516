"""The topic that alarms notify. In: `[notifications]`. Out: the topic's ARN."""

from constructs import Construct

from modules.addresses import addressed
from modules.arns import regional
from modules.bindings import sns_topic, sns_topic_policy, sns_topic_subscription
from modules.iam_documents import Statement, document
from modules.keys.construct import Keys
from modules.notifications.settings import NotificationSettings
from modules.setting_map import Feed, tagged_by, tags_of
from settings.account import AwsSettings

TOPIC = Feed({"name": "topic", "display_name": "display_name"})
SUBSCRIPTION = Feed({"protocol": "protocol", "endpoint": "endpoint"})


class Notifications(Construct):
    """A topic to which the CloudWatch alarms of this account may publish, and its subscriptions.

    The topic is encrypted with a key of `[keys]` or not at all: CloudWatch cannot use the key of SNS, and no alarm
    would be delivered.
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, settings: NotificationSettings, aws: AwsSettings, keys: Keys, budget: bool
    ) -> None:
        super().__init__(scope, id_)
        topic = addressed(
            sns_topic.SnsTopic(
                self,
                "topic",
                **TOPIC.of(settings),
                kms_master_key_id=keys.arn(settings.key),
                tags=tags_of(settings.tags),
            ),
            fed_by=TOPIC.by(settings) | tagged_by(settings),
        )
        self.arn = topic.arn
        alarms, budgets = regional("cloudwatch", "alarm:*", aws=aws), f"arn:aws:budgets::{aws.account_id}:*"
        speakers = [_may_publish("AlarmsSpeak", "cloudwatch", alarms, settings, aws)]
        if budget:
            speakers.append(_may_publish("BudgetsSpeak", "budgets", budgets, settings, aws))
        addressed(sns_topic_policy.SnsTopicPolicy(self, "policy", arn=topic.arn, policy=document(speakers)))
        for key, subscription in settings.subscriptions.items():
            addressed(
                sns_topic_subscription.SnsTopicSubscription(
                    self, key, topic_arn=topic.arn, **SUBSCRIPTION.of(subscription)
                ),
                fed_by=SUBSCRIPTION.by(subscription),
            )


def _may_publish(
    sid: str, service: str, source_arn: str, settings: NotificationSettings, aws: AwsSettings
) -> Statement:
    """Returns the statement that lets a service of AWS publish on behalf of this account alone.

    https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
    """
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "SNS:Publish",
        "Resource": regional("sns", settings.topic, aws=aws),
        "Condition": {
            "ArnLike": {"aws:SourceArn": source_arn},
            "StringEquals": {"aws:SourceAccount": aws.account_id},
        },
    }

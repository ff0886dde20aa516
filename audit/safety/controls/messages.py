"""Controls of queues, topics and alarms."""

from __future__ import annotations

from audit.safety.control import Control, filled
from audit.safety.facts import Facts, Resource
from audit.safety.policies import allowed
from guard.policies.outsiders import is_public


def _plain_queue(queue: Resource, facts: Facts) -> str:
    encrypted = queue.get("sqs_managed_sse_enabled") is not False or bool(queue.get("kms_master_key_id"))
    return "" if encrypted else "its messages are not encrypted"


def _public_queue(queue: Resource, facts: Facts) -> str:
    beside = facts.beside(queue, "aws_sqs_queue_policy", "queue_url", "url")
    texts = [queue.text("policy"), beside.text("policy") if beside else ""]
    return "its policy admits everybody" if any(is_public(one) for text in texts for one in allowed(text)) else ""


def _public_topic(topic: Resource, facts: Facts) -> str:
    beside = facts.beside(topic, "aws_sns_topic_policy", "arn", "arn")
    texts = [topic.text("policy"), beside.text("policy") if beside else ""]
    return "its policy admits everybody" if any(is_public(one) for text in texts for one in allowed(text)) else ""


def _silent(alarm: Resource, facts: Facts) -> str:
    if alarm.get("actions_enabled") is False:
        return "its actions are switched off"
    return "" if alarm.get("alarm_actions") else "it notifies nobody"


CONTROLS = (
    Control(
        id="SQS.1",
        title="Amazon SQS queues should be encrypted at rest",
        of=("aws_sqs_queue",),
        fault=_plain_queue,
        expected="encryption with the key of SQS or of KMS",
        cure="queues.KEY.managed_encryption = true",
    ),
    Control(
        id="SQS.3",
        title="SQS queue access policies should not allow public access",
        of=("aws_sqs_queue",),
        fault=_public_queue,
        expected="no statement for everybody",
        cure="remove the statement from the queue policy",
    ),
    Control(
        id="SNS.1",
        title="SNS topics should be encrypted at-rest using AWS KMS",
        of=("aws_sns_topic",),
        fault=filled("kms_master_key_id"),
        expected="a customer managed key that CloudWatch may use",
        cure="notifications.key = a key of [keys]",
    ),
    Control(
        id="SNS.4",
        title="SNS topic access policies should not allow public access",
        of=("aws_sns_topic",),
        fault=_public_topic,
        expected="no statement for everybody",
        cure="remove the statement from the topic policy",
    ),
    Control(
        id="CloudWatch.15",
        title="CloudWatch alarms should have specified actions configured",
        of=("aws_cloudwatch_metric_alarm",),
        fault=_silent,
        expected="a topic that is notified",
        cure="a section [notifications]",
    ),
)

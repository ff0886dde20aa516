"""Finds topics, their policies and subscriptions.

Nothing is asked if the settings have no topic. A subscription that is not confirmed has no id to import.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every topic of the region with its policy, and every confirmed subscription."""
    if not settings.notifications:
        return []
    listings = [("list_topics", "Topics"), ("list_subscriptions", "Subscriptions")]
    topics, subscriptions = aws.each(lambda listing: aws.listing("sns", *listing), listings)
    arns = [topic["TopicArn"] for topic in topics]
    return [
        *(_topic(arn) for arn in arns),
        *(live("aws_sns_topic_policy", arn, {"arn": arn}, name=_name(arn)) for arn in arns),
        *(_subscription(one) for one in subscriptions if one["SubscriptionArn"].startswith("arn:")),
    ]


def _name(arn: str) -> str:
    return arn.rpartition(":")[2]


def _topic(arn: str) -> Found:
    return live("aws_sns_topic", arn, {"name": _name(arn), "arn": arn}, name=_name(arn))


def _subscription(subscription: Mapping[str, Any]) -> Found:
    facts = {
        "topic_arn": subscription["TopicArn"],
        "protocol": subscription["Protocol"],
        "endpoint": subscription["Endpoint"],
    }
    arn = subscription["SubscriptionArn"]
    return live("aws_sns_topic_subscription", arn, facts, name=f"{facts['protocol']} on {_name(facts['topic_arn'])}")

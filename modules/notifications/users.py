"""Finds users of SNS topics: their subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from aws.reader import Aws
from modules.outside_user import User, user
from terraform.plan.change import Change
from terraform.plan.plan import Plan


def of_topic(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the subscriptions of a topic."""
    for each in aws.listing(
        "sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=str(change.before.get("arn"))
    ):
        yield user(f"subscription of {each['Protocol']} {each['Endpoint']}", each["SubscriptionArn"])

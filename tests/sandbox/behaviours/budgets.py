"""AWS Budgets: subscribers of notifications, changes of a budget, and tags."""

from typing import Any

from tests.sandbox.account import Account

LIMIT = {"BudgetLimit": {"Amount": "10.0", "Unit": "USD"}, "TimeUnit": "MONTHLY", "BudgetType": "COST"}
NOTIFICATION = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0}
SUBSCRIBER = {"SubscriptionType": "SNS", "Address": "arn:aws:sns:eu-west-2:437064342167:alarms"}


def subscribers_of_a_budget_are_listed(aws: Account) -> None:
    budgets, place = _budget(aws, "listed")
    budgets.create_notification(**place, Notification=NOTIFICATION, Subscribers=[SUBSCRIBER])
    assert budgets.describe_subscribers_for_notification(**place, Notification=NOTIFICATION)["Subscribers"] == [
        SUBSCRIBER
    ]


def budgets_change(aws: Account) -> None:
    budgets, place = _budget(aws, "changing")
    budgets.create_notification(**place, Notification=NOTIFICATION, Subscribers=[SUBSCRIBER])
    limit = {"Amount": "20.0", "Unit": "USD"}
    budgets.update_budget(
        AccountId=place["AccountId"], NewBudget={**LIMIT, "BudgetName": place["BudgetName"], "BudgetLimit": limit}
    )
    assert budgets.describe_budget(**place)["Budget"]["BudgetLimit"] == limit
    assert len(budgets.describe_notifications_for_budget(**place)["Notifications"]) == 1


def budgets_have_tags(aws: Account) -> None:
    budgets, place = _budget(aws, "tagged")
    arn = f"arn:aws:budgets::{place['AccountId']}:budget/{place['BudgetName']}"
    budgets.tag_resource(ResourceARN=arn, ResourceTags=[{"Key": "two", "Value": "2"}])
    assert budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [
        {"Key": "one", "Value": "1"},
        {"Key": "two", "Value": "2"},
    ]
    budgets.untag_resource(ResourceARN=arn, ResourceTagKeys=["one"])
    assert budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [{"Key": "two", "Value": "2"}]


def _budget(aws: Account, name: str) -> tuple[Any, dict[str, str]]:
    budgets, place = aws.client("budgets"), {"AccountId": "437064342167", "BudgetName": name}
    budgets.create_budget(
        AccountId=place["AccountId"],
        Budget={**LIMIT, "BudgetName": name},
        ResourceTags=[{"Key": "one", "Value": "1"}],
    )
    return budgets, place


BEHAVIOURS = (subscribers_of_a_budget_are_listed, budgets_change, budgets_have_tags)

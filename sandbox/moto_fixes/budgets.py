"""AWS Budgets: subscribers of notifications, changes of a budget, and tags."""

from __future__ import annotations

import json
from typing import Any

from moto.budgets.models import Budget
from moto.budgets.responses import BudgetsResponse as Response

from sandbox.moto_fixes.patch import patch


def subscribers_of_a_budget_are_listed() -> None:
    """Answers with the subscribers of a notification, which the provider reads after it made a budget.

    https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DescribeSubscribersForNotification.html
    Remove when moto has it.
    """

    def describe_subscribers_for_notification(response: Response) -> str:
        wanted = response._get_param("Notification")
        found = [one.subscribers for one in _budget(response).notifications if one.details == wanted]
        return json.dumps({"Subscribers": found[0] if found else []})

    _add(describe_subscribers_for_notification)


def budgets_change() -> None:
    """Changes a budget and keeps its period, its notifications and its tags.

    https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_UpdateBudget.html
    Remove when moto has it.
    """

    def update_budget(response: Response) -> str:
        new: dict[str, Any] = response._get_param("NewBudget")
        budget = response.backend.budgets[response._get_param("AccountId")][new["BudgetName"]]
        budget.budget = {"TimePeriod": budget.budget["TimePeriod"], **new}
        return "{}"

    _add(update_budget)


def budgets_have_tags() -> None:
    """Keeps, lists and removes tags of budgets; the provider lists them at every read.

    https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_ListTagsForResource.html
    Remove when moto has it.
    """
    create = Response.create_budget

    def create_budget(response: Response) -> str:
        answer: str = create(response)
        made = response.backend.budgets[response._get_param("AccountId")][response._get_param("Budget")["BudgetName"]]
        _of(made).update(_given(response))
        return answer

    def list_tags_for_resource(response: Response) -> str:
        return json.dumps({"ResourceTags": [{"Key": key, "Value": value} for key, value in _tags(response).items()]})

    def tag_resource(response: Response) -> str:
        _tags(response).update(_given(response))
        return "{}"

    def untag_resource(response: Response) -> str:
        for key in response._get_param("ResourceTagKeys"):
            _tags(response).pop(key, None)
        return "{}"

    patch(Response, "create_budget", create_budget)
    for method in (list_tags_for_resource, tag_resource, untag_resource):
        _add(method)


def _add(method: Any) -> None:
    """Adds a call that moto lacks: moto finds the method of a call by its name."""
    setattr(Response, method.__name__, method)


def _budget(response: Response) -> Budget:
    return response.backend.budgets[response._get_param("AccountId")][response._get_param("BudgetName")]


def _given(response: Response) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in response._get_param("ResourceTags") or []}


def _tags(response: Response) -> dict[str, str]:
    """Returns the tags of the budget that an ARN names."""
    arn = str(response._get_param("ResourceARN"))
    return _of(response.backend.budgets[arn.split(":")[4]][arn.split("/")[-1]])


def _of(budget: Budget) -> dict[str, str]:
    """Returns the tags, kept on the budget itself, so that they are deleted with it."""
    kept: dict[str, str] = vars(budget).setdefault("tags_of_ours", {})
    return kept


FIXES = (subscribers_of_a_budget_are_listed, budgets_change, budgets_have_tags)

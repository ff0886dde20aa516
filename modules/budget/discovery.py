"""Finds the budgets of the account. Nothing is asked if the settings have no budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every budget of the account."""
    if not settings.budget:
        return []
    listed = aws.listing("budgets", "describe_budgets", "Budgets", AccountId=aws.account_id)
    return [_budget(budget, account=aws.account_id) for budget in listed]


def _budget(budget: Mapping[str, Any], *, account: str) -> Found:
    name = budget["BudgetName"]
    arn = f"arn:aws:budgets::{account}:budget/{name}"
    return live("aws_budgets_budget", f"{account}:{name}", {"name": name, "account_id": account, "arn": arn}, name=name)

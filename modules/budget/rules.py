"""Rules of the budget settings."""

from collections.abc import Iterator

from modules.budget.settings import BudgetSettings
from modules.notifications.settings import NotificationSettings
from settings.fault import Fault


def a_budget_has_a_topic(budget: BudgetSettings | None, notifications: NotificationSettings | None) -> Iterator[Fault]:
    if budget and not notifications:
        yield Fault("budget", budget.name, "needs [notifications]: the budget sends its alarm to that topic")


RULES = (a_budget_has_a_topic,)

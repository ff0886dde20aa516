"""Settings of the budget alarm."""

from typing import Annotated

from settings.types import Name, Positive, Strict, Tags
from settings.unique_names import Unique


class BudgetSettings(Strict):
    """An alarm on the costs of the whole account in a month, sent to the topic of `[notifications]`.

    AWS Budgets compares the costs with the limit a few times a day. It stops nothing.
    """

    name: Annotated[Name, Unique("budget", "account")]
    """Name of the budget."""
    monthly_usd: Positive
    """Limit of a month in US dollars, the currency in which AWS bills."""
    actual_percent: Positive = 80
    """Share of the limit that raises the alarm once it is spent."""
    forecast_percent: Positive | None = 100
    """Share of the limit that raises the alarm once AWS expects the month to end above it; leave it out for none."""
    tags: Tags = {}

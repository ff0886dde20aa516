"""The budget alarm. In: `[budget]`, the ARN of the topic. Out: nothing."""

from constructs import Construct

from modules.addresses import addressed
from modules.bindings import budgets_budget
from modules.budget.settings import BudgetSettings
from modules.setting_map import Feed, tagged_by, tags_of

BUDGET = Feed({"name": "name"})


class Budget(Construct):
    """A monthly budget of AWS Budgets that notifies a topic: of costs so far, and of costs that AWS expects.

    https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
    """

    def __init__(self, scope: Construct, id_: str, *, settings: BudgetSettings, topic_arn: str) -> None:
        super().__init__(scope, id_)
        shares = {"ACTUAL": settings.actual_percent, "FORECASTED": settings.forecast_percent}
        addressed(
            budgets_budget.BudgetsBudget(
                self,
                "month",
                **BUDGET.of(settings),
                budget_type="COST",
                limit_amount=f"{settings.monthly_usd}.0",
                limit_unit="USD",
                time_unit="MONTHLY",
                notification=[
                    budgets_budget.BudgetsBudgetNotification(
                        comparison_operator="GREATER_THAN",
                        notification_type=kind,
                        threshold=percent,
                        threshold_type="PERCENTAGE",
                        subscriber_sns_topic_arns=[topic_arn],
                    )
                    for kind, percent in shares.items()
                    if percent
                ],
                tags=tags_of(settings.tags),
            ),
            fed_by=BUDGET.by(settings) | tagged_by(settings) | {f"{settings.where}.monthly_usd": "limit_amount"},
        )

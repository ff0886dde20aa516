"""Guarded attributes of budgets: who is notified, the limit, and the costs that count.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/budgets_budget
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import Watch, changed
from guard.verdict import Severity
from terraform.plan.values import as_list

_REPORTED = Severity.REPORTED
_RECIPIENTS = ("subscriber_sns_topic_arns", "subscriber_email_addresses")


def fewer_recipients(before: Any, after: Any) -> bool:
    """Returns True if a recipient gets no notification of a kind, actual or expected, that it got before."""
    return not _recipients(before) <= _recipients(after)


def _recipients(notifications: Any) -> set[tuple[str, str]]:
    return {
        (str(one.get("notification_type")), str(recipient))
        for one in as_list(notifications)
        if isinstance(one, Mapping)
        for name in _RECIPIENTS
        for recipient in as_list(one.get(name))
    }


def new_addresses(before: Any, after: Any) -> bool:
    """Returns True if somebody gets notifications by email who did not get them before."""
    known = {recipient for _, recipient in _recipients(before)}
    return any("@" in recipient and recipient not in known for _, recipient in _recipients(after))


BUDGET = (
    Watch(attribute="notification", worse=new_addresses, rule="subscriber-added", default=[], severity=_REPORTED),
    Watch(attribute="notification", worse=fewer_recipients, rule="alarm-weakened"),
    Watch(attribute="notification", worse=changed, rule="alarm-changed", severity=_REPORTED),
    *(
        Watch(attribute=name, worse=changed, rule="alarm-changed", severity=_REPORTED)
        for name in (
            "auto_adjust_data",
            "budget_type",
            "cost_filter",
            "cost_types",
            "limit_amount",
            "limit_unit",
            "planned_limit",
            "time_period_end",
            "time_period_start",
            "time_unit",
        )
    ),
)
BUDGETS_BUDGET_HARMLESS: Harmless = {REPLACES: ("account_id", "name", "name_prefix")}

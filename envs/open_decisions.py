"""What only a person can decide and nobody has yet. In: settings. Out: Reminders.

No fault: an environment stands without it. Said at every plan and apply and by the doctor, lest it be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from modules.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What is left open, and how it is settled."""

    subject: str
    open: str
    cure: str


def reminders(settings: Settings) -> Iterator[Reminder]:
    """All that is open, in the file's order."""
    name, github = settings.environment, settings.github
    if github.environment and not (github.owner_id and github.repository_id):
        yield Reminder(
            subject="deployer",
            open=f"{name}: GitHub's numbers for {github.repository} are not known, "
            "and a repository made since July 2026 cannot deploy without them",
            cure=f"gh api repos/{github.repository} --jq '.owner.id, .id', into [github] of {name}.toml",
        )
    if settings.stripe.unknown:
        plans = ", ".join(settings.stripe.unknown)
        yield Reminder(
            subject="prices",
            open=f"{name}: no Stripe price is known of {plans}, so that the application cannot sell it",
            cure=f"stripe.prices.{settings.stripe.unknown[0]} = the price's id in Stripe, in {name}.toml",
        )
    if settings.alarms.enabled and not (settings.notifications and settings.notifications.subscriptions):
        yield Reminder(
            subject="alarms",
            open=f"{name}: nobody is told of an alarm",
            cure=f'notifications.subscriptions.on_call = {{ protocol = "email", endpoint = "..." }} in {name}.toml',
        )

"""Lists open decisions: settings that a person still has to fill in.

An environment works without them, so they are no faults. Plan, apply and doctor show them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from modules.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """One open decision, and what to type to close it."""

    subject: str
    open: str
    cure: str


def reminders(settings: Settings) -> Iterator[Reminder]:
    """Yields the open decisions of an environment, in the order of its settings file."""
    name, github = settings.environment, settings.github
    if github.environment and not (github.owner_id and github.repository_id):
        yield Reminder(
            subject="deployer",
            open=f"{name}: the numeric ids of {github.repository} and its owner at GitHub are not set, "
            "and a repository made since July 2026 cannot deploy without them",
            cure=f"gh api repos/{github.repository} --jq '.owner.id, .id', into [github] of {name}.toml",
        )
    if settings.state.backend == "s3" and not (settings.state.use_lock_table and settings.state.use_lockfile):
        kept = "S3's lock file" if settings.state.use_lockfile else f"the table {settings.state.lock_table}"
        yield Reminder(
            subject="state lock",
            open=f"{name}: only {kept} locks the state, and a checkout that uses another lock does not see it",
            cure=f"use_lock_table = true and use_lockfile = true in [state] of {name}.toml, "
            "until no checkout uses another lock",
        )
    if settings.stripe.unknown:
        plans = ", ".join(settings.stripe.unknown)
        yield Reminder(
            subject="prices",
            open=f"{name}: the Stripe prices of {plans} are not set, so the application cannot sell these plans",
            cure=f"stripe.prices.{settings.stripe.unknown[0]} = the price's id in Stripe, in {name}.toml",
        )
    if settings.schema_task and not settings.schema_task.digest:
        yield Reminder(
            subject="schema task",
            open=f"{name}: no image of the schema task is pushed, so the schema commands need a tunnel (--url)",
            cure=f"build and push it (docs/runbooks/change-the-schema.md), then schema_task.digest in {name}.toml",
        )
    if settings.alarms.enabled and not (settings.notifications and settings.notifications.subscriptions):
        yield Reminder(
            subject="alarms",
            open=f"{name}: alarms notify nobody",
            cure=f'notifications.subscriptions.on_call = {{ protocol = "email", endpoint = "..." }} in {name}.toml',
        )

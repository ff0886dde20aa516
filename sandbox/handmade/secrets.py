"""The secrets, with values in them: made up, and marked, so that a search for the mark finds every leak."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sandbox.handmade.console import Console

MARK = "planted-secret"
DATABASE_PASSWORD = f"{MARK}-database-password"


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """The ARNs, each with the six characters AWS puts behind the name."""

    database: str
    stripe_secret_key: str
    stripe_webhook_secret: str

    @property
    def all(self) -> tuple[str, ...]:
        return (self.database, self.stripe_secret_key, self.stripe_webhook_secret)


def make_secrets(console: Console) -> Secrets:
    """Put the database login in as JSON and Stripe's two keys as plain text."""

    def secret(name: str, value: str) -> str:
        return str(console.client("secretsmanager").create_secret(Name=name, SecretString=value)["ARN"])

    login = json.dumps({"username": "counterpromo", "password": DATABASE_PASSWORD})
    return Secrets(
        database=secret("counterpromo/dev/db/postgres", login),
        stripe_secret_key=secret("counterpromo/dev/stripe/secret_key", f"{MARK}-stripe-secret-key"),
        stripe_webhook_secret=secret("counterpromo/dev/stripe/webhook_secret", f"{MARK}-stripe-webhook-secret"),
    )

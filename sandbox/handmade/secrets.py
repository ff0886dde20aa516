"""Makes the secrets, with made-up values that contain a mark: a search for the mark finds every leak."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.handmade.console import Console, Tags, tag_list

MARK = "planted-secret"
DATABASE_PASSWORD = f"{MARK}-database-password"


@dataclass(frozen=True, kw_only=True)
class SecretsForm:
    """The user of the database, and whether the secrets have descriptions."""

    username: str = "counterpromo"
    described: bool = False
    tags: Tags = field(default_factory=dict)


DEV_SECRETS = SecretsForm()


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """The ARNs of the secrets, each with the six characters that AWS adds to the name."""

    database: str
    stripe_secret_key: str
    stripe_webhook_secret: str

    @property
    def all(self) -> tuple[str, ...]:
        return (self.database, self.stripe_secret_key, self.stripe_webhook_secret)


def make_secrets(console: Console, form: SecretsForm) -> Secrets:
    """Makes the login of the database as JSON and Stripe's two keys as plain text."""

    def secret(name: str, value: str, description: str) -> str:
        extra: dict[str, Any] = {"Tags": tag_list(tags=form.tags)} if form.tags else {}
        described = {"Description": description} if form.described else {}
        made = console.client("secretsmanager").create_secret(Name=name, SecretString=value, **described, **extra)
        console.notes.made("aws_secretsmanager_secret", made["ARN"], f"secret {name}")
        return str(made["ARN"])

    login = json.dumps({"username": form.username, "password": DATABASE_PASSWORD})
    return Secrets(
        database=secret("counterpromo/dev/db/postgres", login, "Database login of DEV"),
        stripe_secret_key=secret(
            "counterpromo/dev/stripe/secret_key", f"{MARK}-stripe-secret-key", "Stripe API key (test mode)"
        ),
        stripe_webhook_secret=secret(
            "counterpromo/dev/stripe/webhook_secret", f"{MARK}-stripe-webhook-secret", "Signs Stripe's webhooks"
        ),
    )

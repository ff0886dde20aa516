"""The password of the database: from PGPASSWORD, or from Secrets Manager with the caller's own credentials."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from errors import CounterPromoError
from machine import masking

if TYPE_CHECKING:
    from aws.identity import Account
    from modules.settings import Settings

VARIABLE = "PGPASSWORD"


def database_password(
    settings: Settings, *, account: Callable[[], Account], environ: Mapping[str, str] = os.environ
) -> str:
    """Returns the password, and masks it from now on. It is never printed, logged or written to a file.

    Raises CounterPromoError if the secret cannot be read or holds no password.
    """
    password = environ.get(VARIABLE) or _from_secret(settings, account())
    masking.remember(password)
    return password


def _from_secret(settings: Settings, account: Account) -> str:
    from aws.errors import FAILURES, explain

    name = secret_of_the_database(settings) or _made_by_rds(settings, account)
    try:
        value = account.session.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
    except FAILURES as failure:
        raise explain(failure, service="secretsmanager", operation="GetSecretValue") from failure
    try:
        return str(json.loads(value)["password"])
    except (ValueError, KeyError, TypeError):
        raise CounterPromoError(
            f"the secret {name} holds no JSON with the key `password`", cure=f"export the password as {VARIABLE}"
        ) from None


def secret_of_the_database(settings: Settings) -> str | None:
    """Returns the name of the secret whose field `password` the services get; None if RDS keeps the password."""
    if settings.database.master_password == "rds":
        return None
    for service in settings.services.values():
        for reference in service.secrets.values():
            key, _, field = str(reference).partition(":")
            if field == "password" and key in settings.secrets:
                return settings.secrets[key].name
    raise CounterPromoError(
        "no secret of the settings has the password of the database", cure=f"export the password as {VARIABLE}"
    )


def _made_by_rds(settings: Settings, account: Account) -> str:
    """Returns the ARN of the secret that RDS keeps.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    with account.reader() as reader:
        found = reader.listing(
            "rds", "describe_db_instances", "DBInstances", DBInstanceIdentifier=settings.database.identifier
        )
    arn = found[0].get("MasterUserSecret", {}).get("SecretArn") if found else None
    if not arn:
        raise CounterPromoError(
            f"RDS keeps no secret for {settings.database.identifier}", cure=f"export the password as {VARIABLE}"
        )
    return str(arn)

"""The lock on a client: nothing that writes and nothing that reveals a secret gets past it, whoever asks.

In: a boto3 client. It hooks into botocore before a request is built, so that a refused call never leaves this process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from errors import Refused

READING = ("Describe", "Get", "List", "Head")
# Reading verbs that hand out secrets: values, keys, tokens and passwords.
REVEALING = frozenset(
    {
        "GetAuthorizationToken",
        "GetConsoleOutput",
        "GetFederationToken",
        "GetPasswordData",
        "GetRoleCredentials",
        "GetSecretValue",
        "GetSessionToken",
    }
)
EVENT = "provide-client-params"


def lock(client: Any) -> Any:
    """The client, which from now on only reads. Others of its session stay as they are."""
    client.meta.events.register_first(EVENT, _refuse, unique_id="read-only")
    return client


def forbidden(operation: str, parameters: Mapping[str, Any]) -> str | None:
    """Why a call may not be made; None where it may."""
    if not operation.startswith(READING):
        return "it may write"
    if operation in REVEALING:
        return "it reveals a secret"
    if operation.startswith("GetParameter") and parameters.get("WithDecryption"):
        return "it decrypts a parameter"
    return None


def _refuse(*, params: Mapping[str, Any], model: Any, **_event: Any) -> None:
    if why := forbidden(model.name, params):
        service = model.service_model.service_name
        raise Refused(f"{service}:{model.name} is refused here: {why}", cure="report this: discovery only ever looks")

"""Restricts boto3 clients to calls that only read and that return no secret.

The restriction is a handler of botocore that runs before a request is built: a refused call is never sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from errors import Refused

READING = ("Describe", "Get", "List", "Head", "BatchGetProjects")
# Calls that read, but return secrets: values, keys, tokens and passwords.
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
    """Restricts a client to reading, and returns it. Other clients of its session are not restricted."""
    client.meta.events.register_first(EVENT, _refuse, unique_id="read-only")
    return client


def forbidden(operation: str, parameters: Mapping[str, Any]) -> str | None:
    """Returns the reason why a call is not allowed; None if it is allowed."""
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
        raise Refused(
            f"{service}:{model.name} is refused here: {why}", cure="report this as a bug: discovery must only read"
        )

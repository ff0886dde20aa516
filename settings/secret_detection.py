"""Detects text that looks like a secret, by its name or by its value. The patterns cannot find every secret."""

from __future__ import annotations

import json
import re
from typing import Any

_NAME = re.compile(r"PASS(WORD|WD|PHRASE)?$|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY", re.IGNORECASE)
# Keys of Stripe, AWS, GitHub and Slack, private keys, and passwords in an address.
_VALUE = re.compile(
    r"\b(sk|rk)_(live|test)_|\bwhsec_|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN"
    r"|://[^/\s:@]+:[^/\s@]+@|\bgh[pousr]_|\bxox[abp]-"
)


def is_secret(value: str) -> bool:
    """Texts whose form only a secret key has."""
    return bool(_VALUE.search(value))


def looks_secret(name: str, value: str) -> bool:
    """Returns True if the name looks like a secret's, unless the value says where the secret is kept."""
    return bool(is_secret(value) or (_NAME.search(name) and value and not value.startswith("arn:")))


def in_the_open(containers: Any) -> list[str]:
    """Returns `CONTAINER.VARIABLE` of plain variables that look like secrets, from a task definition's JSON."""
    try:
        definitions = json.loads(containers)
        return [
            f"{definition.get('name')}.{variable['name']}"
            for definition in definitions
            for variable in definition.get("environment") or ()
            if looks_secret(variable["name"], variable.get("value") or "")
        ]
    except (AttributeError, KeyError, TypeError, ValueError):
        return []

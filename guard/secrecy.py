"""What looks like a secret, by its name or by its value; no list of these is ever whole."""

from __future__ import annotations

import re

_NAME = re.compile(r"PASS(WORD|WD|PHRASE)?$|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY", re.IGNORECASE)
# Keys of Stripe, AWS, GitHub and Slack, private keys, and passwords in an address.
_VALUE = re.compile(
    r"\b(sk|rk)_(live|test)_|\bwhsec_|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN"
    r"|://[^/\s:@]+:[^/\s@]+@|\bgh[pousr]_|\bxox[abp]-"
)


def looks_secret(name: str, value: str) -> bool:
    """A name alone is enough, unless the value says where the secret is kept rather than what it is."""
    return bool(_VALUE.search(value) or (_NAME.search(name) and value and not value.startswith("arn:")))

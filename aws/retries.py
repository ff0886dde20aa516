"""Number of attempts for each AWS call: a default, or the value of AWS_MAX_ATTEMPTS.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from errors import CounterPromoError

VARIABLE = "AWS_MAX_ATTEMPTS"


def attempts(default: int, *, environ: Mapping[str, str] = os.environ) -> int:
    """Returns the number of attempts, at least 1. Raises CounterPromoError if AWS_MAX_ATTEMPTS is not such a number."""
    said = environ.get(VARIABLE, "") or str(default)
    if not (said.isascii() and said.isdigit() and int(said)):
        raise CounterPromoError(f"{VARIABLE} is {said!r}: must be a whole number from 1", cure=f"unset {VARIABLE}")
    return int(said)

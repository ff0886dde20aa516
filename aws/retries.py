"""How often a call is made before its failure counts: our own number, unless AWS_MAX_ATTEMPTS says another.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from errors import CounterPromoError

VARIABLE = "AWS_MAX_ATTEMPTS"


def attempts(ours: int, *, environ: Mapping[str, str] = os.environ) -> int:
    """At least one. Raises CounterPromoError for what is no such number."""
    said = environ.get(VARIABLE, "") or str(ours)
    if not (said.isascii() and said.isdigit() and int(said)):
        raise CounterPromoError(f"{VARIABLE} is {said!r}: must be a whole number from 1", cure=f"unset {VARIABLE}")
    return int(said)

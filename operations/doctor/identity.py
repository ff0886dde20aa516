"""The doctor on the identity that was checked: where it comes from, how long it lasts, which endpoints, the clock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from aws.credentials.resolve import Resolved, already_resolved
from aws.endpoints import configured_endpoints, not_aws
from aws.errors import FAILURES, explain
from aws.identity import Account
from operations.doctor.rows import Row, failed, ok, warn

# AWS accepts five minutes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
ACCEPTED_SECONDS = 300
NOTICED_SECONDS = 60


def rows(account: Account) -> Iterator[Row]:
    """Yields the rows of an account that was checked."""
    resolved = already_resolved(os.environ)
    if resolved is None:
        return
    yield ok("identity", f"from {resolved.source}, {_lasting(resolved)}")
    foreign = not_aws(configured_endpoints(resolved.botocore))
    if foreign:
        yield warn("endpoints", f"calls go to {foreign}, which is not AWS", cure="unset it to reach AWS itself")
    else:
        yield ok("endpoints", "those of AWS")
    yield _clock(account)


def _lasting(resolved: Resolved) -> str:
    """Returns the time that they last, in words."""
    if not resolved.expires:
        return "which boto3 cannot refresh: a session that ends stops the command, and recover writes what is left"
    until: datetime | None = getattr(resolved.credentials, "_expiry_time", None)
    return f"until {until:%Y-%m-%d %H:%M} UTC, and refreshed before" if until else "refreshed before they expire"


def _clock(account: Account) -> Row:
    make: Any = account.session.client
    try:
        reply = make("sts").get_caller_identity()
    except FAILURES as failure:
        return failed("clock", explain(failure, service="sts", operation="GetCallerIdentity"))
    said = reply.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", "")
    return clock_row(said, now=datetime.now(UTC))


def clock_row(said: str, *, now: datetime) -> Row:
    """Compares this machine's clock with the date in a reply of AWS."""
    try:
        off = round((now - parsedate_to_datetime(said)).total_seconds())
    except (ValueError, TypeError):
        return ok("clock", "AWS sent no date to compare with")
    words = f"{abs(off)} seconds {'ahead of' if off > 0 else 'behind'} AWS's"
    if abs(off) > NOTICED_SECONDS:
        return warn("clock", f"{words}; AWS accepts {ACCEPTED_SECONDS}", cure="set the clock, or turn NTP on")
    return ok("clock", words if off else "the same as AWS's")

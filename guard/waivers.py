"""Waivers: a person accepts one finding until a date. A waived finding no longer blocks, but is still shown.

Format: `[[waiver]]` with address, action (the id of the rule), reason, who and expires; all are required.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guard.rules import RULES
from guard.verdict import Finding, Severity

KEYS = ("address", "action", "reason", "who", "expires")
LONGEST_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """Accepts the findings of one rule at one address, up to and including the day `expires`."""

    address: str
    action: str
    reason: str
    who: str
    expires: datetime.date

    def __str__(self) -> str:
        return f"{self.who} until {self.expires.isoformat()}: {self.reason}"


class WaiverFaults(Exception):
    """All faults of a file of waivers."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def parse(text: str, *, today: datetime.date) -> tuple[Waiver, ...]:
    """Returns the waivers of a file. Raises WaiverFaults with all faults: a file with a fault waives nothing."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise WaiverFaults([f"not TOML: {fault}"]) from None
    faults = [f"{key}: is not a known key; a waiver starts with [[waiver]]" for key in document if key != "waiver"]
    listed = document.get("waiver", [])
    if not isinstance(listed, list):
        raise WaiverFaults([*faults, "waiver: must be a list of tables: [[waiver]]"])
    for at, entry in enumerate(listed, start=1):
        faults += [f"waiver {at}: {fault}" for fault in _faults(entry, today=today)]
    if faults:
        raise WaiverFaults(faults)
    waivers = tuple(Waiver(**entry) for entry in listed)
    named = [(waiver.address, waiver.action) for waiver in waivers]
    if twice := sorted(
        {
            f"{address} {action}: there are two waivers for this address and rule"
            for address, action in named
            if named.count((address, action)) > 1
        }
    ):
        raise WaiverFaults(twice)
    return waivers


def _faults(entry: Any, *, today: datetime.date) -> Iterator[str]:
    if not isinstance(entry, Mapping):
        yield "must be a table"
        return
    yield from (f"{key}: is not a known key" for key in entry if key not in KEYS)
    for key in KEYS[:-1]:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            yield f"{key}: must be a string that is not empty"
    action, expires = entry.get("action"), entry.get("expires")
    if isinstance(action, str) and action.strip() and action not in RULES:
        yield f"action: {action!r} is not the id of a rule, which a finding shows in brackets at its end"
    elif isinstance(action, str) and action in RULES and not RULES[action].waivable:
        yield f"action: {action} cannot be waived"
    if not isinstance(expires, datetime.date) or isinstance(expires, datetime.datetime):
        yield f"expires: must be a date without quotes, such as {today.isoformat()}"
    elif expires > today + datetime.timedelta(days=LONGEST_DAYS):
        yield f"expires: must be within {LONGEST_DAYS} days"


def lower(findings: Sequence[Finding], waivers: Sequence[Waiver], *, today: datetime.date) -> list[Finding]:
    """Returns the findings, those with a waiver as waived, and one more for each expired or unused waiver."""
    live = {(waiver.address, waiver.action): waiver for waiver in waivers if waiver.expires >= today}
    lowered = [_lowered(finding, live.get((finding.address, finding.rule))) for finding in findings]
    used = {(finding.address, finding.rule) for finding in findings if finding.waivable}
    for waiver in waivers:
        if waiver.expires < today:
            lowered.append(_about(waiver, "waiver-expired", Severity.BLOCKED))
        elif (waiver.address, waiver.action) not in used:
            lowered.append(_about(waiver, "waiver-unused", Severity.REPORTED))
    return lowered


def _lowered(finding: Finding, waiver: Waiver | None) -> Finding:
    if waiver is None or not finding.waivable:
        return finding
    return replace(finding, severity=Severity.WAIVED, waived_by=str(waiver))


def _about(waiver: Waiver, rule: str, severity: Severity) -> Finding:
    return Finding(rule=rule, address=waiver.address, detail=f"{waiver.action}, {waiver}", severity=severity)

"""The guard's verdict on a plan: every finding, and the waiver that would let it pass."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from guard.rules import RULES, Rule
from terraform.plan.change import Change
from terraform.plan.counts import Counts
from terraform.plan.faults import PLAN


class Mode(Enum):
    """The purpose of a plan, which decides what the plan may do."""

    ADOPT = "adopt"  # import existing resources, change nothing
    CREATE = "create"  # a first build: create resources, change none
    STEADY = "steady"  # everyday changes: delete, expose or weaken nothing


class Severity(Enum):
    """Only a blocked finding prevents an apply. Waived and reported findings are shown."""

    BLOCKED = "blocked"
    WAIVED = "waived"
    REPORTED = "reported"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One result of a rule. `address` is that of a resource, `output.NAME`, `check.NAME`, or `plan` for the whole plan.

    `action` is what the plan does to the resource. `detail` never holds a value that could be a secret.
    """

    rule: str
    address: str = PLAN
    action: str = ""
    detail: str = ""
    severity: Severity = Severity.BLOCKED
    waived_by: str = ""

    @property
    def about(self) -> Rule:
        """Returns the rule that made this finding."""
        return RULES[self.rule]

    @property
    def waivable(self) -> bool:
        """Returns True if a waiver can lower this finding."""
        return self.severity is Severity.BLOCKED and self.about.waivable

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        lowered = f"; waived by {self.waived_by}" if self.waived_by else ""
        return f"{self.address}: {self.about.says}{detail} [{self.rule}]{lowered}"


def finding_on(rule: str, change: Change, detail: str = "", *, severity: Severity = Severity.BLOCKED) -> Finding:
    """Returns a finding about the resource of a change, and what the plan does to it."""
    return Finding(rule=rule, address=change.address, action=change.verb, detail=detail, severity=severity)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All findings, blocked ones first. `changed` lists (address, action) of everything that the plan changes."""

    mode: Mode
    findings: tuple[Finding, ...]
    counts: Counts = field(default_factory=Counts)
    changed: tuple[tuple[str, str], ...] = ()

    @property
    def passed(self) -> bool:
        """Returns True if no finding is blocked."""
        return not any(self.of(Severity.BLOCKED))

    def of(self, severity: Severity) -> Iterator[Finding]:
        """Returns the findings of one severity."""
        return (finding for finding in self.findings if finding.severity is severity)


def waiver_for(finding: Finding, *, today: datetime.date) -> str:
    """Returns the TOML of a waiver that expires in two weeks. A person fills in the reason and their name."""
    lines = [
        "[[waiver]]",
        f"address = {_toml(finding.address)}",
        f"action = {_toml(finding.rule)}",
        'reason = ""',
        'who = ""',
        f"expires = {(today + datetime.timedelta(days=14)).isoformat()}",
    ]
    return "\n".join(lines)


def _toml(text: str) -> str:
    """Returns a text as a string of TOML. What cannot be printed is escaped: https://toml.io/en/v1.0.0#string."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in ('"', "\\"):
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"

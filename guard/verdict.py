"""What the guard answers: a verdict, and in it every finding, each with the waiver that would lower it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from guard.rules import RULES, Rule
from terraform.plan.counts import Counts
from terraform.plan.faults import PLAN


class Mode(Enum):
    """What a plan is made for decides what it may do."""

    ADOPT = "adopt"  # take into state, change nothing
    CREATE = "create"  # a first build: make what is absent, change nothing that is there
    STEADY = "steady"  # everyday changes; nothing may be lost, exposed or weakened


class Severity(Enum):
    """Only what is blocked keeps a plan from being applied; the rest is there to be read."""

    BLOCKED = "blocked"
    WAIVED = "waived"
    REPORTED = "reported"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One observation. `address` is a resource's, `output.NAME`, `check.NAME`, or `plan` where the whole is meant.

    `action` is what the plan would do there; `detail` never holds a value that could be a secret.
    """

    rule: str
    address: str = PLAN
    action: str = ""
    detail: str = ""
    severity: Severity = Severity.BLOCKED
    waived_by: str = ""

    @property
    def about(self) -> Rule:
        return RULES[self.rule]

    @property
    def waivable(self) -> bool:
        return self.severity is Severity.BLOCKED and self.about.waivable

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        lowered = f"; waived by {self.waived_by}" if self.waived_by else ""
        return f"{self.address}: {self.about.says}{detail} [{self.rule}]{lowered}"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All findings, the gravest first. `changed` is address -> action of everything that would not stay as it is."""

    mode: Mode
    findings: tuple[Finding, ...]
    counts: Counts = field(default_factory=Counts)
    changed: tuple[tuple[str, str], ...] = ()

    @property
    def passed(self) -> bool:
        return not any(self.of(Severity.BLOCKED))

    def of(self, severity: Severity) -> Iterator[Finding]:
        return (finding for finding in self.findings if finding.severity is severity)


def waiver_for(finding: Finding, *, today: datetime.date) -> str:
    """The lines to add to the file of waivers; reason and name are left to a person, and it ends in two weeks."""
    lines = [
        "[[waiver]]",
        f"address = {json.dumps(finding.address)}",
        f"action = {json.dumps(finding.rule)}",
        'reason = ""',
        'who = ""',
        f"expires = {(today + datetime.timedelta(days=14)).isoformat()}",
    ]
    return "\n".join(lines)

"""Formats a verdict as JSON, each finding with the waiver that would let it pass."""

from __future__ import annotations

import datetime
import json

from guard.verdict import Finding, Verdict, waiver_for


def render(verdict: Verdict, title: str, today: datetime.date) -> str:
    """Returns the verdict as a JSON document."""
    document = {
        "title": title,
        "mode": verdict.mode.value,
        "passed": verdict.passed,
        "counts": {
            "import": verdict.counts.import_,
            "add": verdict.counts.add,
            "change": verdict.counts.change,
            "destroy": verdict.counts.destroy,
            "forget": verdict.counts.forget,
        },
        "findings": [_finding(finding, today) for finding in verdict.findings],
        "changed": [{"address": address, "action": action} for address, action in verdict.changed],
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding, today: datetime.date) -> dict[str, str]:
    members = {
        "severity": finding.severity.value,
        "rule": finding.rule,
        "address": finding.address,
        "action": finding.action,
        "says": finding.about.says,
        "detail": finding.detail,
        "help": finding.about.help,
        "waived_by": finding.waived_by,
        "waiver": waiver_for(finding, today=today) if finding.waivable else "",
    }
    return {name: value for name, value in members.items() if value}

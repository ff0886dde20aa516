"""Formats a verdict as SARIF 2.1.0 for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

A result is located in the settings file of the environment; its logical location is the Terraform address. A waived
finding is a suppressed result.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from guard.rules import RULES
from guard.verdict import Finding, Severity, Verdict, waiver_for

_LEVELS = {Severity.BLOCKED: "error", Severity.WAIVED: "warning", Severity.REPORTED: "note"}


def render(verdict: Verdict, title: str, today: datetime.date) -> str:
    """Returns the verdict as a SARIF log with one run."""
    used = sorted({finding.rule for finding in verdict.findings})
    driver = {
        "name": "counterpromo-guard",
        "informationUri": "https://developer.hashicorp.com/terraform/internals/json-format",
        "rules": [_rule(rule) for rule in used],
    }
    results = [_result(finding, title, used, today) for finding in verdict.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2) + "\n"


def _rule(id_: str) -> dict[str, Any]:
    rule = RULES[id_]
    return {
        "id": id_,
        "shortDescription": {"text": rule.says},
        "fullDescription": {"text": rule.says},
        "help": {"text": rule.help},
    }


def _result(finding: Finding, title: str, used: list[str], today: datetime.date) -> dict[str, Any]:
    waiver = f"\n\n{waiver_for(finding, today=today)}" if finding.waivable else ""
    named = hashlib.sha256(f"{finding.rule}\0{finding.address}\0{finding.detail}".encode()).hexdigest()
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": used.index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding}{waiver}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": f"envs/{title}.toml"},
                    "region": {"startLine": 1},
                },
                "logicalLocations": [{"fullyQualifiedName": finding.address, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"finding/v1": named},
    }
    if finding.waived_by:
        result["suppressions"] = [{"kind": "external", "justification": finding.waived_by}]
    return result

"""Formats a report as SARIF 2.1.0 for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

A result is located in the settings file of the environment; its logical location is the service.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from audit.report import Report
from reach.hops import Finding


def render(report: Report) -> str:
    """Returns the report as a SARIF log with one run."""
    rules = sorted({finding.rule for finding in report.findings})
    driver = {"name": "counterpromo-audit", "rules": [{"id": rule} for rule in rules]}
    results = [_result(finding, report.environment.name, rules) for finding in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2) + "\n"


def _result(finding: Finding, environment: str, rules: list[str]) -> dict[str, Any]:
    named = hashlib.sha256(f"{finding.rule}\0{finding.service}\0{finding.cannot}".encode()).hexdigest()
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": "error",
        "message": {"text": f"{finding.message}\n\nTry: {finding.cure}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": f"envs/{environment}.toml"},
                    "region": {"startLine": 1},
                },
                "logicalLocations": [{"fullyQualifiedName": finding.service, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"finding/v1": named},
    }

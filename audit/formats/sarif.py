"""Formats a report as SARIF 2.1.0 for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

A result is located in the settings file of the environment; its logical location is the service.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from audit.report import Report
from audit.safety.judge import Result, State
from reach.hops import Finding


def render(report: Report) -> str:
    """Returns the report as a SARIF log with one run."""
    failed = report.safety.of(State.FAILED, State.INHERITED)
    pages = {one.control.id: one.control.url for one in failed}
    rules = sorted({*(finding.rule for finding in report.findings), *pages})
    listed = [{"id": rule, **({"helpUri": pages[rule]} if rule in pages else {})} for rule in rules]
    driver = {"name": "counterpromo-audit", "rules": listed}
    name = report.environment.name
    results = [
        *(_of_path(finding, name, rules) for finding in report.findings),
        *(_of_control(one, name, rules) for one in failed),
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2) + "\n"


def _of_path(finding: Finding, environment: str, rules: list[str]) -> dict[str, Any]:
    return _result(
        rule=finding.rule,
        rules=rules,
        level="error",
        text=f"{finding.message}\n\nTry: {finding.cure}",
        resource=finding.service,
        named=(finding.rule, finding.service, finding.cannot),
        environment=environment,
    )


def _of_control(result: Result, environment: str, rules: list[str]) -> dict[str, Any]:
    """Returns a control that fails. One that an environment made by hand came with is a note."""
    return _result(
        rule=result.control.id,
        rules=rules,
        level="error" if result.state is State.FAILED else "note",
        text=f"{result.message}\n\nTry: {result.control.cure} ({result.control.changes})",
        resource=result.resource,
        named=(result.control.id, result.resource),
        environment=environment,
    )


def _result(
    *, rule: str, rules: list[str], level: str, text: str, resource: str, named: tuple[str, ...], environment: str
) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": level,
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": f"envs/{environment}.toml"},
                    "region": {"startLine": 1},
                },
                "logicalLocations": [{"fullyQualifiedName": resource, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"finding/v1": hashlib.sha256("\0".join(named).encode()).hexdigest()},
    }

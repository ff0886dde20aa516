"""Formats a report as JSON: findings, and every path with its hops."""

from __future__ import annotations

import json
from typing import Any

from audit.report import Report
from reach.hops import Finding, Path


def render(report: Report) -> str:
    """Returns the report as a JSON document."""
    document = {
        "environment": report.environment.name,
        "source": report.source.value,
        "passed": report.passed,
        "findings": [_finding(one) for one in report.findings],
        "paths": [_path(one) for one in report.paths],
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "service": finding.service,
        "cannot": finding.cannot,
        "phase": finding.phase.value,
        "hop": finding.hop,
        "detail": finding.detail,
        "cure": finding.cure,
    }


def _path(path: Path) -> dict[str, Any]:
    hops = [{"hop": hop.name, "state": hop.state.value, "detail": hop.detail, "cure": hop.cure} for hop in path.hops]
    return {
        "service": path.service,
        "does": path.does,
        "phase": path.phase.value,
        "hops": [{name: value for name, value in hop.items() if value} for hop in hops],
    }

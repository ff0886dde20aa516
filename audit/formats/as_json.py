"""Formats a report as JSON: findings, every path with its hops, inventory, estimate, controls of the baseline."""

from __future__ import annotations

import json
from typing import Any

from audit.inventory.items import Inventory, Item
from audit.report import Report
from audit.safety.formats.data import as_data
from cost.estimate import Difference, Estimate
from cost.usage import Range
from reach.hops import Finding, Path


def render(report: Report) -> str:
    """Returns the report as a JSON document."""
    document = {
        "environment": report.environment.name,
        "source": report.source.value,
        "passed": report.passed,
        "findings": [_finding(one) for one in report.findings],
        "paths": [_path(one) for one in report.paths],
        "inventory": _inventory(report.inventory) if report.inventory else None,
        "cost": _cost(report.cost, report.change) if report.cost else None,
        "controls": as_data(report.safety),
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


def _inventory(inventory: Inventory) -> dict[str, Any]:
    return {
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "items": [_item(item) for item in section.items],
                "outside": list(section.outside),
            }
            for section in inventory.sections
        ],
        "undocumented": [_item(item) for item in inventory.undocumented],
        "unread": inventory.unread,
    }


def _item(item: Item) -> dict[str, str]:
    values = {
        "standing": item.standing.value,
        "type": item.type,
        "address": item.address,
        "name": item.name,
        "id": item.id,
        "detail": item.detail,
    }
    return {key: value for key, value in values.items() if value}


def _cost(cost: Estimate, change: Difference | None) -> dict[str, Any]:
    return {
        "currency": "USD",
        "prices_of": cost.prices_of,
        "prices_read": cost.read,
        "month": _range(cost.total),
        "parts": [
            {"part": line.part, "number": line.count, **_range(line.usd), "assumed": line.assumed}
            for line in cost.lines
        ],
        "without_price": list(cost.without_price),
        "change": {"month": _range(change.total), "parts": {name: _range(usd) for name, usd in change.parts.items()}}
        if change
        else None,
    }


def _range(usd: Range) -> dict[str, float]:
    return {"low": round(usd.low, 2), "high": round(usd.high, 2)}


def _path(path: Path) -> dict[str, Any]:
    hops = [{"hop": hop.name, "state": hop.state.value, "detail": hop.detail, "cure": hop.cure} for hop in path.hops]
    return {
        "service": path.service,
        "does": path.does,
        "phase": path.phase.value,
        "hops": [{name: value for name, value in hop.items() if value} for hop in hops],
    }

"""The baseline of a report as data, for JSON."""

from __future__ import annotations

from typing import Any

from audit.safety.judge import Result, Safety


def as_data(safety: Safety) -> dict[str, Any]:
    """Returns every result, why nothing was judged if so, and the exceptions that nothing needs."""
    return {
        "unread": safety.unread,
        "results": [_result(one) for one in safety.results],
        "unused_exceptions": [
            {"control": one.control, "reason": one.reason, "only": list(one.only)} for one in safety.unused
        ],
    }


def _result(result: Result) -> dict[str, str]:
    control = result.control
    values = {
        "control": control.id,
        "cis": control.cis,
        "title": control.title,
        "page": control.url,
        "resource": result.resource,
        "name": result.name,
        "state": result.state.value,
        "detail": result.detail,
        "expected": control.expected,
        "cure": control.cure,
        "changes": control.changes,
        "reason": result.reason,
    }
    return {name: value for name, value in values.items() if value}

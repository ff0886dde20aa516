"""Formats a report for a terminal: one line for each service, then each finding with its cure."""

from __future__ import annotations

from collections.abc import Iterator

from audit.report import Report
from guard.formats.text import clean


def render(report: Report) -> str:
    """Returns the report as lines of text."""
    return "\n".join(_lines(report)) + "\n"


def counted(number: int, noun: str) -> str:
    """Returns a number with its noun: `1 finding`, `2 findings`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.environment.name}: {counted(len(report.findings), 'finding')} ({report.source.value})"
    for service, paths in report.by_service.items():
        stopped = sum(path.stopped_at is not None for path in paths)
        hops = sum(len(path.hops) for path in paths)
        state = f"{stopped} stopped" if stopped else "none stopped"
        yield clean(f"  {service}: {counted(len(paths), 'path')}, {counted(hops, 'hop')}, {state}")
    for finding in report.findings:
        yield clean(f"{finding.message}  [{finding.rule}]")
        yield clean(f"  try: {finding.cure}")
    for path, detail in report.undecided:
        yield clean(f"not decided: {path.service} may {path.does}: {detail}")

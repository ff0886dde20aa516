"""Prints a plan on one screen: the counts, then the changes, most dangerous first, each with what would change."""

from __future__ import annotations

from collections import Counter

from cli.terminal import say
from guard.formats.text import clean
from guard.verdict import Severity, Verdict
from terraform.plan.change import Change
from terraform.plan.differences import as_lines, differences
from terraform.plan.plan import Plan

LINES = 40
STYLES = {"replace": "bold red", "delete": "bold red", "forget": "red", "update": "yellow", "create": "green"}


def print_plan(summary: Plan, *, title: str) -> None:
    """Prints a plan. Resources that are imported without a change are only counted, by type."""
    say(f"{title}: {summary.counts}", style="bold")
    lines = [line for change in summary.by_risk if change.kind != "import" for line in _lines(change)]
    for style, line in lines[:LINES]:
        say(line, style=style)
    if len(lines) > LINES:
        say(f"  … and {len(lines) - LINES} more lines")
    imported = Counter(change.type for change in summary.by_risk if change.kind == "import")
    for type_, number in sorted(imported.items()):
        say(f"  import   {number:3} {type_}")
    if summary.changed_outputs:
        say(f"  outputs  {', '.join(summary.changed_outputs)}")


def print_verdict(verdict: Verdict) -> None:
    """Prints each finding that does not block; the refusal holds those that block."""
    for finding in verdict.findings:
        if finding.severity is not Severity.BLOCKED:
            say(clean(f"  {finding.severity.value:8} {finding}"), style="yellow")


def _lines(change: Change) -> list[tuple[str, str]]:
    """Returns (style, text) of one change and of each attribute that changes."""
    imported = " (and imported)" if change.import_id is not None else ""
    differing = differences(change) if change.verb in ("update", "replace") else ()
    first = (STYLES.get(change.kind, ""), f"  {change.kind:8} {change.address}{imported}")
    return [first, *(("", f"             {line}") for line in as_lines(differing))]

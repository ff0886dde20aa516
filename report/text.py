"""A report on a terminal: (style, line) pairs, one screen first."""

from __future__ import annotations

from collections.abc import Iterator

from guard.formats.text import clean
from guard.verdict import Severity
from report.lines import line
from report.report import Report, Section

LONGEST_VALUE = 120
LINES = 160  # of all changes; the Markdown has the rest
OF_ONE_RESOURCE = 24
STYLES = {"replace": "bold red", "delete": "bold red", "forget": "red", "update": "yellow", "create": "green"}
_SIGNS = {"+": "+ ", "-": "- ", "~": ""}


def render(report: Report, *, blocked: bool) -> Iterator[tuple[str, str]]:
    """Yields style and text of each line.

    Without `blocked`, the findings that block are left out: the refusal that ends the command has them.
    """
    style, said = ("bold", str(report.counts)) if report.has_changes else ("bold green", "no changes")
    yield style, clean(f"{report.title}: {said}")
    for finding in report.findings:
        if blocked or finding.severity is not Severity.BLOCKED:
            yield "yellow", clean(f"  {finding.severity.value:8} {finding}")
    for section in report.drifted:
        yield from _section(section)
    lines = [each for section in report.sections for each in _section(section)]
    yield from lines[:LINES]
    if len(lines) > LINES:
        yield "", f"  … and {len(lines) - LINES} more lines: add --format markdown --output FILE"
    for type_, number in report.imported:
        yield "", clean(f"  import   {number:3} {type_}")
    if report.outputs:
        yield "", clean(f"  outputs  {', '.join(report.outputs)}")


def _section(section: Section) -> Iterator[tuple[str, str]]:
    note = f" ({section.note})" if section.note else ""
    yield STYLES.get(section.does, "yellow"), clean(f"  {section.does:8} {section.address}{note}")
    if section.ways_on:
        yield "", clean(f"             {section.ways_on}")
    for argument in section.arguments[:OF_ONE_RESOURCE]:
        sign, text = line(argument, longest=LONGEST_VALUE)
        yield "", f"             {_SIGNS[sign]}{text}"
    if len(section.arguments) > OF_ONE_RESOURCE:
        yield "", f"             … and {len(section.arguments) - OF_ONE_RESOURCE} more arguments"

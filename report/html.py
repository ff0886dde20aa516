"""A report as one HTML page that loads nothing: the lines of the terminal, all of them, each resource folded."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from guard.formats.text import clean
from report.lines import line
from report.report import Report, Section

LONGEST_VALUE = 4000
_STYLE = (
    "body{font:14px/1.5 ui-monospace,monospace;margin:2em;max-width:70em}"
    "details{border-left:4px solid #999;padding-left:.8em;margin:.4em 0}"
    ".delete,.replace,.forget,.blocked{border-color:#c00;color:#c00}"
    ".update,.drifted,.reported{border-color:#b80;color:#850}.create{border-color:#080;color:#060}"
    "pre{white-space:pre-wrap;color:#222;margin:.2em 0}"
)


def render(report: Report) -> str:
    """Returns the page. Every text of the plan is escaped: none of it acts as HTML."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    title = _text(f"{report.title}: {report.counts if report.has_changes else 'no changes'}")
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    yield f"<h1>{title}</h1>"
    for finding in report.findings:
        severity = finding.severity.value
        yield f'<p class="{severity}">{severity} {_text(str(finding))}</p>'
    for section in (*report.drifted, *report.sections):
        yield from _section(section)
    for type_, number in report.imported:
        yield f"<p>import {number} {_text(type_)}</p>"
    if report.outputs:
        yield f"<p>outputs {_text(', '.join(report.outputs))}</p>"
    yield "</html>"


def _section(section: Section) -> Iterator[str]:
    note = f" ({section.note})" if section.note else ""
    yield f'<details open><summary class="{_text(section.does)}">{_text(f"{section.does} {section.address}{note}")}'
    yield "</summary><pre>"
    if section.ways_on:
        yield _text(section.ways_on)
    for argument in section.arguments:
        sign, said = line(argument, longest=LONGEST_VALUE)
        yield f"{sign} {_text(said)}"
    yield "</pre></details>"


def _text(text: str) -> str:
    return escape(clean(text))

"""A report as Markdown, for a comment under a pull request and for the summary of a run.

A name or a value that somebody else wrote stands in a code span or a code block, in which GitHub reads no mention, no
link and no HTML; backticks in it become apostrophes. https://github.github.com/gfm/#fenced-code-blocks
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from guard.formats.markdown_parts import code as code_span
from guard.formats.text import clean
from guard.verdict import Finding, Severity, waiver_for
from report.lines import line
from report.report import Report, Section

LONGEST_VALUE = 400
LONGEST_WAY = 1000
FINDINGS = 100
WAIVERS = 20
DRIFTED = "**Changed outside of Terraform since the last apply**"
OPEN_LINES = 20  # a resource with more lines is folded
CHANGE = "#### "  # every change begins with this, at the begin of a line; nothing else does


def render(report: Report, *, today: datetime.date) -> str:
    """Returns the report as a Markdown section: result, counts, findings, changes, and waivers for what is blocked."""
    return "\n".join(_lines(report, today)) + "\n"


def fit(text: str, *, limit: int, whole: str) -> str:
    """Returns as many changes of a rendered report as fit into `limit` characters.

    The risks come first, so the last changes are left out. `whole` is where the whole report is, as Markdown.
    """
    if len(text) <= limit:
        return text
    parts = text.split(f"\n{CHANGE}")
    room = limit - len(whole) - 100
    kept, length = [], 0
    for part in parts:
        length += len(part) + len(CHANGE) + 1
        if length > room:
            break
        kept.append(part)
    if not kept:
        return f"The report has {len(text)} characters, too many to show here. {whole}\n"
    left_out = len(parts) - len(kept)
    return f"\n{CHANGE}".join(kept).rstrip() + f"\n\n{left_out} more changes are not shown here. {whole}\n"


def _lines(report: Report, today: datetime.date) -> Iterator[str]:
    verdict = report.verdict
    result = "" if verdict is None else f": {'passed' if verdict.passed else '**blocked**'} ({verdict.mode.value})"
    yield f"### {code(report.title)}{result}"
    yield from ("", f"{report.counts if report.has_changes else 'No changes'}.")
    yield from _findings(report.findings)
    yield from _waivers(report.findings, today)
    if report.drifted:
        yield from ("", DRIFTED)
        yield from (text for section in report.drifted for text in _section(section))
    if report.sections:
        yield from ("", "**Changes**" if report.has_changes else "")
        yield from (text for section in report.sections for text in _section(section))
    if report.imported:
        yield ""
        yield f"Imported without a change: {', '.join(f'{number} {code(type_)}' for type_, number in report.imported)}."
    if report.outputs:
        yield from ("", f"Outputs that change: {', '.join(map(code, report.outputs))}.")


def _findings(findings: tuple[Finding, ...]) -> Iterator[str]:
    if findings:
        yield from ("", "| | address | finding | rule |", "|---|---|---|---|")
    for finding in findings[:FINDINGS]:
        lowered = f"waived by {finding.waived_by}" if finding.waived_by else ""
        said = " ".join(filter(None, (finding.about.says, code(finding.detail), code(lowered))))
        yield f"| {finding.severity.value} | {code(finding.address)} | {said} | `{finding.rule}` |"
    if len(findings) > FINDINGS:
        yield from ("", f"and {len(findings) - FINDINGS} more findings")


def _waivers(findings: tuple[Finding, ...], today: datetime.date) -> Iterator[str]:
    waivable = [finding for finding in findings if finding.severity is Severity.BLOCKED and finding.waivable]
    waivers = list(dict.fromkeys(waiver_for(finding, today=today) for finding in waivable))
    if waivers:
        yield from ("", "<details><summary>Waivers for these findings</summary>", "", "```toml")
        yield "\n\n".join(clean(waiver, keep="\n").replace("`", "'") for waiver in waivers[:WAIVERS])
        yield from ("```", "", "</details>")


def _section(section: Section) -> Iterator[str]:
    note = f" ({code(section.note)})" if section.note else ""
    yield from ("", f"{CHANGE}{section.does} {code(section.address)}{note}")
    if section.ways_on:
        yield from ("", code(section.ways_on, longest=LONGEST_WAY))
    if not section.arguments:
        return
    folded = len(section.arguments) > OPEN_LINES
    if folded:
        yield from ("", f"<details><summary>{len(section.arguments)} arguments</summary>")
    yield from ("", "```diff")
    for argument in section.arguments:
        sign, text = line(argument, longest=LONGEST_VALUE)
        yield f"{'!' if sign == '~' else sign} {text.replace('`', chr(39))}"
    yield "```"
    if folded:
        yield from ("", "</details>")


def code(text: str, *, longest: int = 300) -> str:
    """Returns a code span of a text, of at most `longest` letters."""
    return code_span(text if len(text) <= longest else f"{text[:longest]}…")

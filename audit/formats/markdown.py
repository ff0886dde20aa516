"""Formats a report as Markdown for a pull request: findings, services and the paths that nothing decides.

A comment on GitHub holds 65536 characters, so long lists are cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.formats.text import counted
from audit.picture.drawing import draw
from audit.picture.mermaid import mermaid
from audit.report import Report
from guard.formats.text import clean

LISTED = 100


def render(report: Report) -> str:
    """Returns the report as a Markdown section."""
    return "\n".join(_lines(report)) + "\n"


def code(text: str) -> str:
    """Returns a code span, in which nothing is a mention, a link or a tag. A bar would end the cell of a table."""
    return f"`{clean(text).replace('`', chr(39)).replace('|', '/')}`" if text else ""


def _lines(report: Report) -> Iterator[str]:
    yield f"### Audit of {code(report.environment.name)}: {counted(len(report.findings), 'finding')}"
    yield from ("", f"Read from: {report.source.value}.")
    if report.findings:
        yield from ("", "| service | cannot | because | try | rule |", "|---|---|---|---|---|")
    for one in report.findings[:LISTED]:
        cells = [one.service, one.cannot, one.detail, one.cure]
        yield f"| {' | '.join(code(cell) for cell in cells)} | `{one.rule}` |"
    yield from _more(len(report.findings))
    yield from ("", "| service | paths | hops | stopped |", "|---|---|---|---|")
    for service, paths in report.by_service.items():
        stopped = sum(path.stopped_at is not None for path in paths)
        yield f"| {code(service)} | {len(paths)} | {sum(len(path.hops) for path in paths)} | {stopped} |"
    yield from ("", "<details><summary>Picture</summary>", "", "```mermaid", mermaid(draw(report)).rstrip(), "```")
    yield from ("", "</details>")
    if report.undecided:
        yield from ("", f"<details><summary>{len(report.undecided)} not decided</summary>", "")
        yield from (f"* {code(path.service)}: {code(detail)}" for path, detail in report.undecided[:LISTED])
        yield from _more(len(report.undecided))
        yield from ("", "</details>")


def _more(number: int) -> Iterator[str]:
    if number > LISTED:
        yield from ("", f"and {number - LISTED} more")

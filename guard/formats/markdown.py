"""Formats a verdict as Markdown for a pull request: result, counts, findings and changed addresses."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from guard.formats.text import clean
from guard.verdict import Severity, Verdict, waiver_for

LISTED = 200  # a comment on GitHub holds 65536 characters


def render(verdict: Verdict, title: str, today: datetime.date) -> str:
    """Returns the verdict as a Markdown section."""
    return "\n".join(_lines(verdict, title, today)) + "\n"


def _lines(verdict: Verdict, title: str, today: datetime.date) -> Iterator[str]:
    result = "passed" if verdict.passed else "**blocked**"
    yield f"### {_code(title)}: {result} ({verdict.mode.value})"
    yield ""
    yield f"{verdict.counts}."
    if verdict.findings:
        yield from ("", "| | address | finding | rule |", "|---|---|---|---|")
    for finding in verdict.findings[:LISTED]:
        lowered = f"waived by {finding.waived_by}" if finding.waived_by else ""
        said = " ".join(filter(None, (finding.about.says, _code(finding.detail), _code(lowered))))
        yield f"| {finding.severity.value} | {_code(finding.address)} | {said} | `{finding.rule}` |"
    yield from _more(len(verdict.findings))
    if verdict.changed:
        yield from ("", f"<details><summary>{len(verdict.changed)} addresses</summary>", "")
        yield from (f"* {action} {_code(address)}" for address, action in verdict.changed[:LISTED])
        yield from _more(len(verdict.changed))
        yield from ("", "</details>")
    waivers = list(
        dict.fromkeys(waiver_for(finding, today=today) for finding in verdict.of(Severity.BLOCKED) if finding.waivable)
    )
    if waivers:
        yield from ("", "<details><summary>Waivers for these findings</summary>", "", "```toml")
        yield "\n\n".join(clean(waiver, keep="\n").replace("`", "'") for waiver in waivers[:LISTED])
        yield from ("```", "</details>")


def _more(number: int) -> Iterator[str]:
    if number > LISTED:
        yield from ("", f"and {number - LISTED} more")


def _code(text: str) -> str:
    """Returns a code span, in which nothing is a mention, a link or a tag. A bar would end the cell of the table."""
    return f"`{clean(text).replace('`', chr(39)).replace('|', '/')}`" if text else ""

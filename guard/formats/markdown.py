"""Formats a verdict as Markdown for a pull request: result, counts, findings and changed addresses."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from guard.formats.markdown_parts import and_more, code
from guard.formats.text import clean
from guard.verdict import Severity, Verdict, waiver_for

LISTED = 200  # a comment on GitHub holds 65536 characters


def render(verdict: Verdict, title: str, today: datetime.date) -> str:
    """Returns the verdict as a Markdown section."""
    return "\n".join(_lines(verdict, title, today)) + "\n"


def _lines(verdict: Verdict, title: str, today: datetime.date) -> Iterator[str]:
    result = "passed" if verdict.passed else "**blocked**"
    yield f"### {code(title)}: {result} ({verdict.mode.value})"
    yield ""
    yield f"{verdict.counts}."
    if verdict.findings:
        yield from ("", "| | address | finding | rule |", "|---|---|---|---|")
    for finding in verdict.findings[:LISTED]:
        lowered = f"waived by {finding.waived_by}" if finding.waived_by else ""
        said = " ".join(filter(None, (finding.about.says, code(finding.detail), code(lowered))))
        yield f"| {finding.severity.value} | {code(finding.address)} | {said} | `{finding.rule}` |"
    yield from and_more(len(verdict.findings), listed=LISTED)
    if verdict.changed:
        yield from ("", f"<details><summary>{len(verdict.changed)} addresses</summary>", "")
        yield from (f"* {action} {code(address)}" for address, action in verdict.changed[:LISTED])
        yield from and_more(len(verdict.changed), listed=LISTED)
        yield from ("", "</details>")
    waivers = list(
        dict.fromkeys(waiver_for(finding, today=today) for finding in verdict.of(Severity.BLOCKED) if finding.waivable)
    )
    if waivers:
        yield from ("", "<details><summary>Waivers for these findings</summary>", "", "```toml")
        yield "\n\n".join(clean(waiver, keep="\n").replace("`", "'") for waiver in waivers[:LISTED])
        yield from ("```", "</details>")

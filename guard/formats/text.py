"""Formats a verdict for a terminal: one line per finding, blocked ones first, then the waivers for them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from guard.verdict import Severity, Verdict, waiver_for


def render(verdict: Verdict, title: str, today: datetime.date) -> str:
    """Returns the verdict as lines of text."""
    return "\n".join(_lines(verdict, title, today)) + "\n"


def _lines(verdict: Verdict, title: str, today: datetime.date) -> Iterator[str]:
    numbers = ", ".join(f"{len(list(verdict.of(severity)))} {severity.value}" for severity in Severity)
    result = "passed" if verdict.passed else "blocked"
    yield clean(f"{title}: {result} in mode {verdict.mode.value}: {verdict.counts} ({numbers})")
    for finding in verdict.findings:
        yield clean(f"  {finding.severity.value:8} {finding}")
        if finding.severity is Severity.BLOCKED:
            yield f"           {finding.about.help}"
    yield from _waivers(verdict, today)


def _waivers(verdict: Verdict, today: datetime.date) -> Iterator[str]:
    waivable = list(dict.fromkeys(waiver_for(finding, today=today) for finding in verdict.findings if finding.waivable))
    if waivable:
        yield ""
        yield "to accept a finding, add its waiver to the file of waivers, with a reason and your name:"
    for waiver in waivable:
        yield ""
        yield clean(waiver, keep="\n")


def clean(text: str, *, keep: str = "") -> str:
    """Returns the text without control characters, which could move the cursor of a terminal or hide text."""
    return "".join(letter if letter.isprintable() or letter in keep else "?" for letter in text)

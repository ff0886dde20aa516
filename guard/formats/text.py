"""For a terminal: a line a finding, gravest first, and below what is blocked, the waivers that would lower it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from guard.verdict import Severity, Verdict, waiver_for


def render(verdict: Verdict, title: str, today: datetime.date) -> str:
    return "\n".join(_lines(verdict, title, today)) + "\n"


def _lines(verdict: Verdict, title: str, today: datetime.date) -> Iterator[str]:
    numbers = ", ".join(f"{len(list(verdict.of(severity)))} {severity.value}" for severity in Severity)
    answer = "passed" if verdict.passed else "blocked"
    yield clean(f"{title}: {answer} in mode {verdict.mode.value}: {verdict.counts} ({numbers})")
    for finding in verdict.findings:
        yield clean(f"  {finding.severity.value:8} {finding}")
        if finding.severity is Severity.BLOCKED:
            yield f"           {finding.about.help}"
    yield from _waivers(verdict, today)


def _waivers(verdict: Verdict, today: datetime.date) -> Iterator[str]:
    waivable = list(dict.fromkeys(waiver_for(each, today=today) for each in verdict.findings if each.waivable))
    if waivable:
        yield ""
        yield "to waive what a person answers for, add to the file of waivers, with reason and name:"
    for waiver in waivable:
        yield ""
        yield clean(waiver, keep="\n")


def clean(text: str, *, keep: str = "") -> str:
    """Without what would move the cursor of a terminal, or hide text on it: addresses are written by others."""
    return "".join(letter if letter.isprintable() or letter in keep else "?" for letter in text)

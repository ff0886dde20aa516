"""The baseline of a report as Markdown: a table of findings, then what is inherited and accepted."""

from __future__ import annotations

from collections.abc import Iterator

from audit.safety.formats.text import by_control, names, summary
from audit.safety.judge import Result, Safety, State
from guard.formats.markdown_parts import code

_LISTED = 100
_COLUMNS = "| control | resources | what is wrong | expected | cure | what the cure changes |"


def lines(safety: Safety) -> Iterator[str]:
    """Yields the lines; none if nothing was to be judged."""
    if safety.unread:
        yield from ("", f"Baseline: not judged: {code(safety.unread)}.")
    if not safety.results:
        return
    yield from ("", f"Baseline: {summary(safety)}.")
    yield from _table(safety.of(State.FAILED))
    for one in safety.unused:
        yield from ("", f"The exception from {code(one.control)} matches no finding: remove it from `[audit.accept]`.")
    yield from _folded("inherited", safety.of(State.INHERITED))
    accepted = by_control(safety.of(State.ACCEPTED))
    if accepted:
        yield from ("", f"<details><summary>{len(accepted)} accepted</summary>", "")
        yield from ("| control | resources | what is wrong | reason |", "|---|---|---|---|")
        for _, named in accepted[:_LISTED]:
            first = named[0]
            yield f"| {_link(first)} | {code(names(named))} | {code(first.detail)} | {code(first.reason)} |"
        yield from ("", "</details>")


def _folded(word: str, results: tuple[Result, ...]) -> Iterator[str]:
    if results:
        yield from ("", f"<details><summary>{len(by_control(results))} {word}</summary>")
        yield from _table(results)
        yield from ("", "</details>")


def _table(results: tuple[Result, ...]) -> Iterator[str]:
    grouped = by_control(results)
    if grouped:
        yield from ("", _COLUMNS, "|---|---|---|---|---|---|")
    for _, named in grouped[:_LISTED]:
        first = named[0]
        cells = [names(named), first.detail, first.control.expected, first.control.cure, first.control.changes]
        yield f"| {_link(first)} | {' | '.join(code(cell) for cell in cells)} |"
    if len(grouped) > _LISTED:
        yield from ("", f"and {len(grouped) - _LISTED} more")


def _link(result: Result) -> str:
    return f"[{result.control.id}]({result.control.url})"

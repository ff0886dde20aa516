"""docs/guard-coverage.md: the guard's verdict on every argument of the types that this code declares.

To write it: COUNTERPROMO_RECORD=1, and `.venv/bin/pytest tests/guard/arguments/test_page.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from guard.arguments import REPLACES
from tests.guard.arguments.verdicts import Cell

INTRODUCTION = """\
# What the guard says about each argument

This page is generated: `tests/guard/arguments/` says how. It lists every argument that the provider's schema lets a
person set on the types of this code, blocks in blocks included. For each one a test changes the value for the worse in
a plan, and writes down the rules that notice it; an argument that no rule notices has a reason why no value of it is
dangerous. An argument of a newer provider, which is not on this page, is blocked: `argument-not-known`.

[Messages](messages.md) explains the rules. `blocked`: the apply stops, unless a person waives the finding.
`reported`: the plan and the pull request show it.
"""


def page(cells: Iterable[Cell]) -> str:
    """Returns the page as Markdown."""
    listed = list(cells)
    blocked = sum(any(cell.rules.values()) for cell in listed)
    reported = sum(bool(cell.rules) for cell in listed) - blocked
    types = len({cell.type for cell in listed})
    lines = [
        INTRODUCTION,
        f"{len(listed)} arguments of {types} types: a worse value of **{blocked}** is blocked, of **{reported}** is "
        f"reported; **{len(listed) - blocked - reported}** have no dangerous value.",
    ]
    for type_, group in groupby(listed, key=lambda cell: cell.type):
        lines += ["", f"## {type_}", "", "| verdict | why | arguments |", "|---|---|---|", *_rows(group)]
    return "\n".join(lines) + "\n"


def _rows(cells: Iterable[Cell]) -> Iterator[str]:
    by_verdict: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        by_verdict.setdefault(verdict(cell.rules, cell.harmless), []).append(f"`{cell.path}`")
    for (word, why), paths in sorted(by_verdict.items()):
        yield f"| {word} | {why} | {', '.join(paths)} |"


def verdict(rules: Mapping[str, bool], harmless: str) -> tuple[str, str]:
    """Returns the two first cells of a row: the verdict, and the rules or the reason."""
    if not rules:
        return ("replaced" if harmless == REPLACES else "harmless", harmless)
    blocking = sorted(rule for rule, blocks in rules.items() if blocks)
    named = blocking or sorted(rules)
    return ("blocked" if blocking else "reported", ", ".join(f"`{rule}`" for rule in named))

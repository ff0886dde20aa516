"""docs/guard-coverage.md: the guard's verdict on every argument of the types that this code declares.

To write it: COUNTERPROMO_RECORD=1, and `.venv/bin/pytest tests/guard/arguments/test_page.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from guard.arguments import REPLACES
from tests.guard.arguments.creations import NewCell
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


NEW = """\
A new resource holds no data, and nothing relies on it yet. It can be open, run foreign code, or send data elsewhere.
The rows `when new` say what the guard notices in a creation, of each argument that such a rule judges in a change."""


def page(cells: Iterable[Cell], new: Iterable[NewCell]) -> str:
    """Returns the page as Markdown."""
    listed, created = list(cells), list(new)
    blocked = sum(any(cell.rules.values()) for cell in listed)
    reported = sum(bool(cell.rules) for cell in listed) - blocked
    types = len({cell.type for cell in listed})
    lines = [
        INTRODUCTION,
        f"{len(listed)} arguments of {types} types: a worse value of **{blocked}** is blocked, of **{reported}** is "
        f"reported; **{len(listed) - blocked - reported}** have no dangerous value.",
    ]
    noticed = sum(bool(cell.rules) for cell in created)
    lines += ["", NEW, "", f"{len(created)} arguments: **{noticed}** are noticed when the resource is new."]
    for type_, group in groupby(listed, key=lambda cell: cell.type):
        lines += ["", f"## {type_}", "", "| verdict | why | arguments |", "|---|---|---|", *_rows(group)]
        lines += _rows_of_new(cell for cell in created if cell.type == type_)
    return "\n".join(lines) + "\n"


def _rows(cells: Iterable[Cell]) -> Iterator[str]:
    by_verdict: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        by_verdict.setdefault(verdict(cell.rules, cell.harmless), []).append(f"`{cell.path}`")
    for (word, why), paths in sorted(by_verdict.items()):
        yield f"| {word} | {why} | {', '.join(paths)} |"


def _rows_of_new(cells: Iterable[NewCell]) -> Iterator[str]:
    by_verdict: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        by_verdict.setdefault(verdict(cell.rules, cell.reason), []).append(f"`{cell.path}`")
    for (word, why), paths in sorted(by_verdict.items()):
        yield f"| {word} when new | {why} | {', '.join(paths)} |"


def verdict(rules: Mapping[str, bool], harmless: str) -> tuple[str, str]:
    """Returns the two first cells of a row: the verdict, and the rules or the reason."""
    if not rules:
        return ("replaced" if harmless == REPLACES else "harmless", harmless)
    blocking = sorted(rule for rule, blocks in rules.items() if blocks)
    named = blocking or sorted(rules)
    return ("blocked" if blocking else "reported", ", ".join(f"`{rule}`" for rule in named))

"""A plan on one screen: the counts, then what would change, risks first, each with the attributes that differ."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from cli.terminal import say
from terraform.plan.differences import Difference
from terraform.plan_summary import Change, Planned

LINES = 40
VALUE = 60
STYLES = {"replace": "bold red", "destroy": "bold red", "forget": "red", "change": "yellow", "add": "green"}


def show(planned: Planned, *, title: str) -> None:
    """What is imported and stays as it is, is counted by type only: a screen full of it tells nobody anything."""
    say(f"{title}: {planned.sentence}", style="bold")
    lines = [line for change in planned.changes if change.kind != "import" for line in _lines(change)]
    for style, line in lines[:LINES]:
        say(line, style=style)
    if len(lines) > LINES:
        say(f"  … and {len(lines) - LINES} lines more")
    imported = Counter(change.type for change in planned.changes if change.kind == "import")
    for type_, number in sorted(imported.items()):
        say(f"  import   {number:3} {type_}")
    if planned.outputs:
        say(f"  outputs  {', '.join(planned.outputs)}")


def told(differing: Iterable[Difference]) -> list[str]:
    """`health_check.0.path: "/" -> "/health"`, a line an attribute."""
    return [f"{each.path}: {_short(each.before)} -> {_short(each.after)}" for each in differing]


def _lines(change: Change) -> list[tuple[str, str]]:
    """(style, text) of one change: itself, then its attributes."""
    imported = " (and imported)" if change.import_id else ""
    first = (STYLES.get(change.kind, ""), f"  {change.kind:8} {change.address}{imported}")
    return [first, *(("", f"             {line}") for line in told(change.differences))]


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= VALUE else f"{text[: VALUE - 1]}…"

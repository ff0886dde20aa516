"""The table of docs/adoption.md: adopted type, the types of its parts, and what the import does with each.

In: the rows of the services. Out: docs/adoption.md with the table between its two marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docs.generate.markdown import table
from modules.registry import IMPORTED, SATELLITES
from modules.resource_type import Satellites

PAGE = Path(__file__).resolve().parent.parent / "adoption.md"
BEGIN, END = "<!-- begin of the generated table: `make docs` -->", "<!-- end of the generated table -->"


def adoption_page() -> str:
    """Returns the page with the table of the rows as they are now."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    made = table(("type", "part", "what the import does"), _rows())
    return f"{before}{BEGIN}\n{made}{END}{after}"


def _rows() -> Iterator[tuple[str, str, str]]:
    for of in sorted({each.of for each in SATELLITES}):
        handled: dict[str, set[str]] = {}
        for each in SATELLITES:
            for type_, text in _lines(each) if each.of == of else ():
                handled.setdefault(text, set()).add(f"`{type_}`")
        lines = sorted((", ".join(sorted(types)), text) for text, types in handled.items()) or [("none", "")]
        for number, (types, text) in enumerate(lines):
            yield "" if number else f"`{of}`", types, text


def _lines(satellites: Satellites) -> Iterator[tuple[str, str]]:
    yield from ((type_, _handled(type_)) for type_ in satellites.read)
    yield from ((type_, f"not looked for: {why}") for type_, why in satellites.left_out.items())


def _handled(type_: str) -> str:
    row = IMPORTED[type_]
    reason = row.not_written({}) if row.not_written else None
    if reason:
        return f"a stray without code: {reason}"
    if row.match:
        return "adopted where the settings describe it; else a stray with ready code"
    return "a stray with ready code"

"""The tables of docs/adoption.md: adopted type, the types of its parts, and what the import does with each; and members
of AWS's answers that the provider has no argument for.

In: the rows of the services. Out: docs/adoption.md with each table between its two marks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docs.generate.markdown import table
from modules.answers.read import ANSWERS
from modules.registry import IMPORTED, SATELLITES
from modules.resource_type import Satellites
from modules.surroundings.looks import FEEDING, INTERFACES, LOOKS

PAGE = Path(__file__).resolve().parent.parent / "adoption.md"
BEGIN, END = "<!-- begin of the generated table: `make docs` -->", "<!-- end of the generated table -->"
BEGIN_MEMBERS = "<!-- begin of the table of members: `make docs` -->"
END_MEMBERS = "<!-- end of the table of members -->"
BEGIN_LOOKS = "<!-- begin of the table of listings: `make docs` -->"
END_LOOKS = "<!-- end of the table of listings -->"


def adoption_page() -> str:
    """Returns the page with the tables of the rows as they are now."""
    parts = table(("type", "part", "what the import does"), _rows())
    members = table(("type", "call", "said, unless the value is usual"), _members())
    text = _between(PAGE.read_text(encoding="utf-8"), BEGIN, END, parts)
    text = _between(text, BEGIN_LOOKS, END_LOOKS, table(("kind", "calls"), _looks()))
    return _between(text, BEGIN_MEMBERS, END_MEMBERS, members)


def _looks() -> Iterator[tuple[str, str]]:
    for look in sorted((*LOOKS, FEEDING, INTERFACES), key=lambda each: each.type):
        yield f"`{look.type}`", ", ".join(f"`{look.service}.{operation}`" for operation in look.operations)


def _between(text: str, begin: str, end: str, made: str) -> str:
    return f"{text.partition(begin)[0]}{begin}\n{made}{end}{text.partition(end)[2]}"


def _members() -> Iterator[tuple[str, str, str]]:
    for answer in sorted(ANSWERS, key=lambda each: (each.type, each.operation)):
        said = [f"`{member}`{_usual(usual)}" for member, usual in sorted(answer.beyond.members.items())]
        said += ["every key that the provider does not know"] if answer.beyond.known is not None else []
        yield f"`{answer.type}`", f"`{answer.service}.{answer.operation}`", ", ".join(said)


def _usual(values: Sequence[Any]) -> str:
    texts = [value if isinstance(value, str) else json.dumps(value) for value in values]
    return f" (usual: `{'`, `'.join(texts)}`)" if texts else ""


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

"""`python -m tests.faults.page`: writes docs/faults.md from the rows that the tests hold against the real output."""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.answers import ANSWERS
from tests.faults.row import Fault
from tests.faults.rows import GROUPS

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "faults.md"
HEAD = """# Faults, and their cures

A test in `tests/faults/` causes each fault below, with the real terraform and provider where they take part, and
compares the output with this table. An ellipsis stands for text that differs from run to run.
`python -m tests.faults.page` writes this page; a test fails while the page differs from its rows.

Exit codes: 1 broken, 3 refused (nothing was written), 130 interrupted. After each of them, run the same command again:
it continues where the last run stopped.
"""
TAIL = """
## How long it tries

Discovery makes up to five attempts at each call, and two at its first call. `AWS_MAX_ATTEMPTS` sets another number,
for the AWS provider too. Terraform's S3 backend always makes five attempts, and gives up after half a minute.

## When counterpromo itself is killed

counterpromo passes Ctrl-C and SIGTERM on to terraform once. Terraform finishes the calls that it has begun, records
them in the state and releases the lock. After `kill -9` of counterpromo, Linux asks terraform to stop in the same way;
on other systems terraform continues to its end. A power cut leaves the lock behind: `counterpromo unlock ENV`.
"""


def groups() -> list[tuple[str, Sequence[Fault]]]:
    """Heading and rows, in the order of the page."""
    named = [(str(inspect.getdoc(group)), [row for row in vars(group).values() if _is_row(row)]) for group in GROUPS]
    return [("Answers of AWS", ANSWERS), *named]


def page() -> str:
    """The whole of docs/faults.md."""
    return HEAD + "".join("\n".join(_table(heading, rows)) for heading, rows in groups()) + TAIL


def _table(heading: str, rows: Sequence[Fault]) -> Iterator[str]:
    yield f"\n## {heading.rstrip('.')}\n"
    yield "| fault | what the user sees | what is kept | the cure |"
    yield "|---|---|---|---|"
    for row in rows:
        yield f"| {' | '.join(_cell(text) for text in (row.name, row.sees, row.kept, row.cure))} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;").replace("\n", " ")


def _is_row(value: object) -> bool:
    return isinstance(value, Fault)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

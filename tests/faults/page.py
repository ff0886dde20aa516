"""`python -m tests.faults.page`: writes docs/faults.md from the rows that the tests hold against the real output."""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.answers import ANSWERS
from tests.faults.row import Fault
from tests.faults.rows import GROUPS

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "faults.md"
HEAD = """# What goes wrong, and what becomes of it

Each of these is made to happen by a test (`tests/faults/`), against the real terraform and provider wherever they take
part, and the test holds this table against what is really said. An ellipsis stands for what differs from run to run.
This page is written by `python -m tests.faults.page`; a test refuses it when it is not what the rows say.

Exit codes: 1 broken, 3 refused (nothing was written), 130 interrupted. After any of them the same command goes on where
the last one stopped.
"""
TAIL = """
## How long it tries

Discovery tries each call five times, the first call of all twice; `AWS_MAX_ATTEMPTS` says otherwise, as it does to the
AWS provider. Terraform's S3 backend always tries five times, which takes half a minute before it gives up.

## When counterpromo itself is killed

Ctrl-C and SIGTERM are passed on to terraform once: it ends what it has begun, notes it in the state and releases the
lock. After `kill -9` Linux asks terraform to do the same; on other systems it goes on to its end by itself. A power cut
leaves the lock behind: `counterpromo unlock ENV`.
"""


def groups() -> list[tuple[str, Sequence[Fault]]]:
    """Heading and rows, in the order of the page."""
    named = [(str(inspect.getdoc(group)), [row for row in vars(group).values() if _is_row(row)]) for group in GROUPS]
    return [("What AWS answers.", ANSWERS), *named]


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

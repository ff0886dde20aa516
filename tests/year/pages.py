"""`python -m tests.year.pages`: writes docs/changes.md from the record of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docs.generate.markdown import table
from tests.year import record
from tests.year.changes import CHANGES

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "changes.md"
NOTE = "<!-- Written by `python -m tests.year.pages` from the records of the tests; a test compares them. -->"
ABOUT_CHANGES = """Each row is an edit of `envs/dev.toml` of an adopted DEV, planned against the emulated account by
the real terraform and provider (`tests/year/test_changes.py`). Exit code 2: changes that may be applied; 3: refused
without a waiver. A finding that is only reported blocks nothing."""


def changes_page() -> str:
    """Returns docs/changes.md."""
    rows = record.read(record.CHANGES)
    why = {change.name: change.refused for change in CHANGES}
    cells = [
        (row.name, row.counts, str(row.exit_code), "; ".join(_short(row)) or "nothing", why[row.name])
        for row in rows.values()
    ]
    columns = ["change", "plan", "exit code", "the guard", "why a waiver is needed"]
    return "\n\n".join(["# Ordinary changes", NOTE, ABOUT_CHANGES, table(columns, cells)])


def _short(row: record.Row) -> Iterator[str]:
    for finding in row.findings:
        severity, address, rule = finding.split(" ")
        yield f"{severity} `{address}` {rule.strip('[]')}"


if __name__ == "__main__":
    PAGE.write_text(changes_page(), encoding="utf-8")

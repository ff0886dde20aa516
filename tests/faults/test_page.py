"""The page of faults is what the rows say, has no empty cell, and no row without a test that makes it happen."""

from pathlib import Path

from tests.faults.page import PAGE, groups, page
from tests.faults.rows import GROUPS


def test_the_committed_page_is_what_the_rows_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.faults.page"


def test_no_cell_is_empty() -> None:
    for _, rows in groups():
        for row in rows:
            assert all(cell.strip() for cell in (row.name, row.sees, row.kept, row.cure)), row


def test_no_name_stands_for_two_faults() -> None:
    names = [row.name for _, rows in groups() for row in rows]
    assert len(names) == len(set(names))


def test_every_row_is_held_against_something() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    rows = [f"{group.__name__}.{name}" for group in GROUPS for name in vars(group) if name.isupper()]
    assert [row for row in rows if row not in tests] == []

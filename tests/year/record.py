"""The records that the tests hold against what the commands say, and that the pages are written from.

`COUNTERPROMO_RECORD=1` writes a record instead of comparing with it.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
CHANGES = HERE / "changes.json"
NIGHTS = HERE / "nights.json"
_TITLE = re.compile(r"^### `dev`")
_FINDING = re.compile(r"^\| (blocked|waived|reported) \| `([^`]+)` \| .* \| `([a-z-]+)` \|$")

_LISTS = ("findings", "gone")


@dataclass(frozen=True, kw_only=True)
class Row:
    """The end of a plan: exit code, counts or `no changes`, and a line for each finding of the guard.

    For a change: `applied` is the exit code of the apply, `afterwards` the counts of the next plan, and `gone` lists
    what could be used before the apply and cannot be used after it. `issue` says whether the nightly check keeps an
    issue open.
    """

    name: str
    exit_code: int
    counts: str
    findings: tuple[str, ...]
    applied: int | None = None
    afterwards: str = ""
    gone: tuple[str, ...] = ()
    issue: bool = False


def row(name: str, exit_code: int, report: str) -> Row:
    """Returns the row of a plan from its Markdown report, which is the body of a comment and of the drift issue."""
    lines = report.splitlines()
    title = next((at for at, line in enumerate(lines) if _TITLE.match(line)), None)
    counts = "" if title is None else lines[title + 2].removesuffix(".")
    found = (_FINDING.match(line) for line in lines)
    findings = sorted({f"{each[1]}: {each[2]} [{each[3]}]" for each in found if each})
    said = counts[:1].lower() + counts[1:]
    return Row(name=name, exit_code=exit_code, counts=said, findings=tuple(findings))


def with_issue(found: Row, issue: bool) -> Row:
    """Returns the row of a night; `issue` is True if the nightly check keeps an issue open."""
    return replace(found, issue=issue)


def check(path: Path, found: Row) -> None:
    """Compares a row with the recorded one, or records it."""
    rows = read(path)
    if os.environ.get("COUNTERPROMO_RECORD") == "1":
        rows[found.name] = found
        _write(path, rows)
    assert found == rows.get(found.name)


def read(path: Path) -> dict[str, Row]:
    """Returns the recorded rows by name, in their order."""
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {each["name"]: Row(**each | {name: tuple(each.get(name, ())) for name in _LISTS}) for each in rows}


def _write(path: Path, rows: dict[str, Row]) -> None:
    document = [asdict(each) for each in rows.values()]
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

"""The record that the tests hold against what the commands say, and that docs/changes.md is written from.

`COUNTERPROMO_RECORD=1` writes a record instead of comparing with it.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.cli.workplace import Ended

HERE = Path(__file__).parent
CHANGES = HERE / "changes.json"
_RULE = re.compile(r"\[([a-z-]+)\](?:; waived by .*)?$")


@dataclass(frozen=True, kw_only=True)
class Row:
    """The end of a plan: exit code, counts or `no changes`, and a line for each finding of the guard."""

    name: str
    exit_code: int
    counts: str
    findings: tuple[str, ...]


def row(name: str, ended: Ended) -> Row:
    """Returns the row of a plan from what the command printed. Ids that AWS chooses are not part of a finding."""
    first = next((line for line in ended.stdout.splitlines() if line.startswith("dev: ")), "")
    told = [*ended.stdout.splitlines(), *ended.stderr.splitlines()]
    findings = sorted({_finding(line) for line in told if _RULE.search(line)})
    return Row(name=name, exit_code=ended.returncode, counts=first.removeprefix("dev: "), findings=tuple(findings))


def check(path: Path, found: Row) -> None:
    """Compares a row with the recorded one, or records it."""
    rows = read(path)
    if os.environ.get("COUNTERPROMO_RECORD") == "1":
        rows[found.name] = found
        document = [asdict(each) for each in rows.values()]
        path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == rows.get(found.name)


def read(path: Path) -> dict[str, Row]:
    """Returns the recorded rows by name, in their order."""
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {each["name"]: Row(**{**each, "findings": tuple(each["findings"])}) for each in rows}


def _finding(line: str) -> str:
    """Returns `address: rule`, with `blocked` or the severity before it."""
    words = line.split()
    severity = words[0] if words[0] in ("waived", "reported") else "blocked"
    address = words[0 if severity == "blocked" else 1].rstrip(":")
    found = _RULE.search(line)
    return f"{severity}: {address} [{found[1] if found else ''}]"

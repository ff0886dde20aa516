"""The whole verdict on every plan that a test of the guard writes: which findings, how severe, in which words.

Tests name the one rule that they are about. This record holds all findings with their details, so that one that comes,
goes or reads otherwise is a line in the diff of `verdicts.json`. Plans that hypothesis or terraform makes are left
out, and those of the sweeps over the provider's schema, whose record is docs/guard-coverage.md. To write the file
again: COUNTERPROMO_RECORD=1 .venv/bin/pytest tests/guard (empty the file first to drop plans that no test writes now).
"""

from __future__ import annotations

import atexit
import json
import os
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import currently_in_test_context

from guard.verdict import Finding, Verdict

FILE = Path(__file__).parent / "verdicts.json"
_LEFT_OUT = ("guard/arguments/", "test_real_plans")
_MADE: dict[str, list[str]] = {}


def compare(verdict: Verdict, **judged: Any) -> None:
    """Checks that a verdict is the recorded one. `judged` is all that the verdict depends on."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "")
    if not test or currently_in_test_context() or any(name in test for name in _LEFT_OUT):
        return
    key, said = _key(judged), [_line(finding) for finding in verdict.findings]
    if os.environ.get("COUNTERPROMO_RECORD"):
        if not _MADE:
            atexit.register(_write)
        _MADE[key] = said
    elif key in _recorded():
        assert said == _recorded()[key], "COUNTERPROMO_RECORD=1 .venv/bin/pytest tests/guard writes the verdicts again"


def _key(judged: Mapping[str, Any]) -> str:
    text = json.dumps([[name, judged[name]] for name in sorted(judged)], default=_plain, sort_keys=True)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Returns a value as JSON can hold it, the same in every process."""
    if is_dataclass(value):
        return vars(value)
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, Enum):
        return value.value
    return dict(value) if isinstance(value, Mapping) else str(value)


def _line(finding: Finding) -> str:
    waived = f" waived by {finding.waived_by}" if finding.waived_by else ""
    detail = f": {finding.detail}" if finding.detail else ""
    return f"{finding.severity.value} {finding.rule}, {finding.action} {finding.address}{detail}{waived}"


@cache
def _recorded() -> Mapping[str, list[str]]:
    recorded: Mapping[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return recorded


def _write() -> None:
    lines = (f" {json.dumps(key)}: {json.dumps(said)}" for key, said in sorted({**_recorded(), **_MADE}.items()))
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")

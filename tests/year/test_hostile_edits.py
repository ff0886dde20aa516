"""Hostile edits of an adopted DEV: each is refused, by the settings or by the plan, and by the rule it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adoption.account import Account
from tests.year.changes import edit_file
from tests.year.conftest import Planned, copy_of, planned, some_at_once
from tests.year.hostile import HOSTILE_EDITS, HostileEdit


@pytest.mark.soak
def test_each_hostile_edit_is_refused_by_its_rule(adopted: Account, tmp_path: Path) -> None:
    def plan(hostile: HostileEdit) -> Planned:
        with copy_of(adopted, tmp_path / hostile.name) as account:
            edit_file(account.workplace.envs / "dev.toml", hostile.edit)
            return planned(account)

    for hostile, ended in zip(HOSTILE_EDITS, some_at_once(HOSTILE_EDITS, plan), strict=True):
        said = f"{hostile.name}: {ended.exit_code}\n{ended.report}{ended.stderr}"
        assert ended.exit_code == (1 if hostile.fault else 3), said
        assert (hostile.fault or f"[{hostile.rule}]") in ended.stderr, said

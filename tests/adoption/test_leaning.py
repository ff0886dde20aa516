"""Resources of other services around DEV are listed, and change nothing of what is adopted."""

from pathlib import Path

import pytest

from tests.adoption.account import handmade
from tests.adoption.cases.leaning import LEANING, other_services_around


@pytest.mark.soak
def test_other_services_around_dev_are_strays(tmp_path: Path) -> None:
    with handmade(tmp_path, other_services_around) as account:
        ended = account.adopt()
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert "0 to add, 0 to change, 0 to destroy" in ended.stdout
        assert {stray["type"] for stray in account.report()["strays"]} >= LEANING
        assert (account.pins(), account.gaps()) == ({}, set())
        assert account.report()["unread"] == []
        plan = account.workplace.run("plan", "dev", timeout=900)
        assert plan.returncode == 0, plan.stdout + plan.stderr

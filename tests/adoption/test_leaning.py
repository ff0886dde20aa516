"""Resources of other services around DEV are listed, and change nothing of what is adopted."""

from pathlib import Path

import pytest

from tests.adoption.account import handmade
from tests.adoption.cases.deployers import BESIDE, deployers_and_people_around
from tests.adoption.cases.leaning import LEANING, other_services_around


@pytest.mark.soak
def test_other_services_around_dev_are_strays(tmp_path: Path) -> None:
    with handmade(tmp_path, other_services_around, deployers_and_people_around) as account:
        ended = account.adopt()
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert "0 to add, 0 to change, 0 to destroy" in ended.stdout
        strays = account.report()["strays"]
        assert {stray["type"] for stray in strays} >= LEANING | BESIDE
        assert not [one for one in strays if "counterpromo-dev-plan" in one["id"]]
        assert (account.pins(), account.gaps()) == ({}, set())
        assert account.report()["unread"] == []
        plan = account.workplace.run("plan", "dev", timeout=900)
        assert plan.returncode == 0, plan.stdout + plan.stderr

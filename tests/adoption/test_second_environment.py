"""A second complete environment in the account: DEV is adopted whole, and nothing of the other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adoption.account import Account, handmade
from tests.adoption.cases.whole import second
from tests.conftest import ENVS

SECOND: dict[Callable[[Account], None], str] = {
    second.numbered_dev: "dev2",
    second.green_dev: "green",
    second.staging: "staging",
}


@pytest.mark.soak
@pytest.mark.parametrize("make", SECOND, ids=lambda make: make.__name__)
def test_dev_is_adopted_whole_beside_another(make: Callable[[Account], None], tmp_path: Path) -> None:
    with handmade(tmp_path, make) as account:
        ended = account.adopt()
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert "103 to import, 0 to add, 0 to change, 0 to destroy" in ended.stdout
        assert (account.pins(), account.gaps()) == ({}, set())
        assert [one["id"] for one in account.report()["matched"] if SECOND[make] in one["id"]] == []
        assert (account.workplace.envs / "dev.toml").read_bytes() == ENVS.joinpath("dev.toml").read_bytes()
        plan = account.workplace.run("plan", "dev", timeout=900)
        assert plan.returncode == 0, plan.stdout + plan.stderr

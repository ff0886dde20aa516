"""RDS upgrades the minor version by itself: no plan goes back, and an upgrade that the settings ask for shows."""

from collections.abc import Iterator

import pytest

from tests.adoption.account import Account, handmade

pytestmark = pytest.mark.soak
DATABASE = "counterpromo-dev-postgres"
VERSION = 'engine_version = "16.4"'


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with handmade(tmp_path_factory.mktemp("engine")) as account:
        ended = account.adopt()
        assert ended.returncode == 0, ended.stdout + ended.stderr
        account.workplace.client("rds").modify_db_instance(
            DBInstanceIdentifier=DATABASE, EngineVersion="16.6", ApplyImmediately=True
        )
        yield account


def test_minor_upgrade_by_rds_is_no_change(adopted: Account) -> None:
    plan = adopted.workplace.run("plan", "dev", timeout=900)
    assert plan.returncode == 0, plan.stdout + plan.stderr
    assert "no changes" in plan.stdout


def test_major_version_in_the_settings_alone_fails_the_plan_and_names_the_setting(adopted: Account) -> None:
    adopted.workplace.change_settings((VERSION, 'engine_version = "17.2"'))
    plan = adopted.workplace.run("plan", "dev", timeout=900)
    assert plan.returncode == 1, plan.stdout + plan.stderr
    assert "RDS runs PostgreSQL 16.6, and database.engine_version is 17.2" in plan.stderr
    assert "set database.engine_upgrade = true" in plan.stderr


def test_upgrade_that_is_asked_for_shows_in_the_plan(adopted: Account) -> None:
    adopted.workplace.change_settings(('engine_version = "17.2"', 'engine_version = "16.8"\nengine_upgrade = true'))
    plan = adopted.workplace.run("plan", "dev", timeout=900)
    assert plan.returncode == 2, plan.stdout + plan.stderr
    assert 'engine_version: "16.6" -> "16.8"' in plan.stdout

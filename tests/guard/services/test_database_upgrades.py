"""A major upgrade passes where the code asks for it by a second argument and backups exist; else it is blocked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity
from tests.guard.plans import Json, judge, plan, rules, update

DATABASE = "aws_db_instance.main"
LIVE: Json = {"engine": "postgres", "engine_version": "16.4", "backup_retention_period": 7}
ASKED: Json = LIVE | {"engine_version": "17.2", "allow_major_version_upgrade": True}


@given(st.integers(min_value=10, max_value=30), st.integers(min_value=1, max_value=5))
def test_major_upgrade_that_is_asked_for_is_reported(major: int, more: int) -> None:
    before, after = LIVE | {"engine_version": f"{major}.1"}, ASKED | {"engine_version": f"{major + more}.1"}
    verdict = judge(plan(update(DATABASE, before, after)))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"engine-upgrade"}


@pytest.mark.parametrize(
    "after",
    [
        ASKED | {"allow_major_version_upgrade": None},
        ASKED | {"backup_retention_period": 0},
        ASKED | {"engine_version": "15.9"},
        ASKED | {"engine_version": "latest"},
        ASKED | {"engine": "mysql"},
    ],
)
def test_other_upgrade_is_blocked(after: Json) -> None:
    assert "engine-upgrade" in rules(judge(plan(update(DATABASE, LIVE, after))), Severity.BLOCKED)

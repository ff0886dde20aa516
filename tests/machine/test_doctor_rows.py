"""The doctor has a row for each of the surroundings: what is in use, and what cannot be used."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machine.variables import CHECKS
from operations.doctor import surroundings
from operations.doctor.identity import ACCEPTED_SECONDS, NOTICED_SECONDS, clock_row
from operations.doctor.rows import Health, Row

ALWAYS = ("home", "jsii cache", "temporary", "ca bundle", "proxy")


def shown(environ: dict[str, str]) -> dict[str, Row]:
    return {row.subject: row for row in surroundings.rows(environ)}


def test_every_kind_has_a_row_where_nothing_is_wrong(tmp_path: Path) -> None:
    rows = shown({"HOME": str(tmp_path)})
    assert set(rows) == {"variables", *ALWAYS}
    assert {row.health for row in rows.values()} == {Health.OK}


@pytest.mark.parametrize(
    ("environ", "subject", "detail", "cure"),
    [
        ({"AWS_RETRY_MODE": "turbo"}, "variables", "AWS_RETRY_MODE=turbo: must be", "correct AWS_RETRY_MODE"),
        ({"TF_LOG": "loud"}, "variables", "TF_LOG=loud: must be trace", "correct TF_LOG"),
        ({"HOME": ""}, "home", "HOME is not set", "export HOME"),
        ({"HOME": "/dev/null/home"}, "home", "HOME=/dev/null/home cannot be written", "export HOME"),
        (
            {"JSII_RUNTIME_PACKAGE_CACHE": "disabled"},
            "jsii cache",
            "jsii has no cache",
            "unset JSII_RUNTIME_PACKAGE_CACHE",
        ),
        ({"NODE_OPTIONS": "--inspect"}, "node", "NODE_OPTIONS=--inspect changes", "unset NODE_OPTIONS"),
        ({"TF_LOG_PROVIDER": "trace"}, "logs", "terraform logs what it sends", "unset TF_LOG_PROVIDER"),
    ],
)
def test_what_differs_is_named_with_its_cure(
    environ: dict[str, str], subject: str, detail: str, cure: str, tmp_path: Path
) -> None:
    row = shown({"HOME": str(tmp_path)} | environ)[subject]
    assert row.health is not Health.OK
    assert detail in row.detail
    assert row.cure.startswith(cure)


def test_a_password_in_the_address_of_a_proxy_is_not_shown(tmp_path: Path) -> None:
    rows = shown({"HOME": str(tmp_path), "HTTPS_PROXY": "http://me:hunter2@proxy:3128"})
    assert rows["proxy"].detail == "HTTPS_PROXY=http://****@proxy:3128"


@given(name=st.sampled_from(sorted(name for checks in CHECKS.values() for name in checks)))
def test_every_variable_that_has_a_check_is_in_a_row_where_it_is_wrong(name: str) -> None:
    rows = [
        row
        for row in surroundings.rows({"HOME": "/dev/null/home", name: "/dev/null/wrong :"})
        if row.health is Health.FAIL
    ]
    assert name == "TF_CLI_CONFIG_FILE" or [name in row.detail + row.cure for row in rows] == [True]


NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@given(off=st.integers(min_value=-ACCEPTED_SECONDS * 4, max_value=ACCEPTED_SECONDS * 4))
def test_a_clock_that_is_off_is_noticed_before_aws_refuses_it(off: int) -> None:
    row = clock_row(format_datetime(NOW - timedelta(seconds=off), usegmt=True), now=NOW)
    assert (row.health is Health.WARN) == (abs(off) > NOTICED_SECONDS)
    assert str(abs(off)) in row.detail or not off


@pytest.mark.parametrize("said", ["", "yesterday"])
def test_a_reply_without_a_date_says_nothing_of_the_clock(said: str) -> None:
    assert clock_row(said, now=NOW).health is Health.OK

"""Ordinary changes of an adopted DEV: what the plan says to each, and that an apply takes nothing away that runs."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from envs.load import load
from tests.adoption.account import CLUSTER, Account
from tests.conftest import write_envs
from tests.sandbox.account import assumed
from tests.year import record
from tests.year.changes import CHANGES, Change, edit_file
from tests.year.conftest import copy_of, planned, some_at_once
from tests.year.in_use import gone, in_use
from tests.year.pages import CHANGES_PAGE, changes_page

ALLOWED_TO_NEED_A_WAIVER = 3
ID_BY_AWS = re.compile(r"(?<=[-/])[0-9a-f]{8}[0-9a-f-]*$")
WAIVER = re.compile(r"```toml\n(.*?)\n```", re.DOTALL)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_edited_settings_are_valid(change: Change, tmp_path: Path) -> None:
    assert load("dev", write_envs(tmp_path, change.edit)).environment == "dev"


def test_record_has_every_change_and_few_need_a_waiver() -> None:
    rows = record.read(record.CHANGES)
    assert set(rows) == {change.name for change in CHANGES}
    assert {name for name, row in rows.items() if row.exit_code == 3} == {
        change.name for change in CHANGES if change.refused
    }
    assert len([change for change in CHANGES if change.refused]) <= ALLOWED_TO_NEED_A_WAIVER
    assert {row.exit_code for row in rows.values()} <= {0, 2, 3}


def test_every_recorded_apply_left_an_empty_plan_and_took_only_what_the_change_asks_for() -> None:
    for change in CHANGES:
        row = record.read(record.CHANGES)[change.name]
        applied = (row.applied, row.afterwards)
        assert applied == ((3, row.counts) if change.impossible else (0, "no changes")), change.name
        assert {each.partition(": ")[0] for each in row.gone} <= set(change.takes), change.name


def test_page_is_that_of_the_record() -> None:
    assert CHANGES_PAGE.read_text(encoding="utf-8") == changes_page(), "run: python -m tests.year.pages"


@pytest.mark.soak
def test_each_change_is_planned_and_applied_and_says_what_is_recorded(adopted: Account, tmp_path: Path) -> None:
    """Each change has an account of its own: a copy of the adopted one."""

    def made(change: Change) -> record.Row:
        with copy_of(adopted, tmp_path / change.name) as account:
            return planned_and_applied(account, change)

    for found in some_at_once(CHANGES, made):
        record.check(record.CHANGES, found)


@pytest.mark.soak
def test_deployer_rolls_the_service_back_to_the_revision_before_the_apply(adopted: Account, tmp_path: Path) -> None:
    (doubled,) = [change for change in CHANGES if change.name == "cpu and memory doubled"]
    with copy_of(adopted, tmp_path / "rollback") as account:
        before = _revision_of_api(account)
        assert planned_and_applied(account, doubled).applied == 0
        latest = account.client("ecs").describe_task_definition(taskDefinition="counterpromo-dev-td-api")
        role = account.client("iam").get_role(RoleName="counterpromo-dev-github-deployer")["Role"]["Arn"]
        deployer = assumed(account.workplace.sandbox.endpoint, role_arn=role).client("ecs")
        service = {"cluster": CLUSTER, "service": "counterpromo-dev-api-service"}
        for revision in (latest["taskDefinition"]["taskDefinitionArn"], before):
            deployer.update_service(**service, taskDefinition=revision)
            assert _revision_of_api(account) == revision


def planned_and_applied(account: Account, change: Change) -> record.Row:
    """Plans a change, applies the saved plan, and plans again; with the waivers that a refused plan offers."""
    before = in_use(account)
    _edit(account, change)
    made = waived = planned(account, "--save")
    if change.refused and not change.impossible:
        _waive(account, made.report)
        waived = planned(account, "--save")
    reviewed = ("--reviewed", waived.hash) if waived.hash else ()
    applied = account.workplace.run("apply", "dev", "--yes", *reviewed, timeout=1800)
    again = planned(account)
    lost = gone(before, in_use(account))
    return replace(
        record.row(change.name, made.exit_code, made.report),
        applied=applied.returncode,
        afterwards=record.row(change.name, again.exit_code, again.report).counts,
        gone=tuple(ID_BY_AWS.sub("…", each) for each in lost),
    )


def _waive(account: Account, report: str) -> None:
    """Writes the waivers of the report as a person would, with a reason and a name."""
    (waivers,) = WAIVER.findall(report)
    filled = waivers.replace('reason = ""', 'reason = "asked for"').replace('who = ""', 'who = "a person"')
    assert datetime.date.today().isoformat()[:4] in filled
    (account.workplace.envs / "dev.waivers.toml").write_text(filled, encoding="utf-8")


def _edit(account: Account, change: Change) -> None:
    edit_file(account.workplace.envs / "dev.toml", change.edit)


def _revision_of_api(account: Account) -> str:
    ecs = account.client("ecs")
    described = ecs.describe_services(cluster=CLUSTER, services=["counterpromo-dev-api-service"])["services"]
    return str(described[0]["taskDefinition"])

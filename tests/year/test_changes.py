"""Ordinary changes of an adopted DEV: what the plan says to each, and that an apply takes nothing away that runs."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import tomlkit

from envs.load import load
from tests.adoption.account import CLUSTER, Account
from tests.conftest import write_envs
from tests.sandbox.account import assumed
from tests.year import record
from tests.year.changes import CHANGES, Change, both
from tests.year.conftest import copy_of, planned, some_at_once
from tests.year.in_use import gone, in_use
from tests.year.pages import CHANGES_PAGE, changes_page

ALLOWED_TO_NEED_A_WAIVER = 4
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


def test_page_is_that_of_the_record() -> None:
    assert CHANGES_PAGE.read_text(encoding="utf-8") == changes_page(), "run: python -m tests.year.pages"


@pytest.mark.soak
def test_plan_of_each_ordinary_change_says_what_is_recorded(adopted: Account, tmp_path: Path) -> None:
    def plan(change: Change) -> record.Row:
        with copy_of(adopted, tmp_path / change.name) as account:
            _edit(account, change)
            made = planned(account)
        return record.row(change.name, made.exit_code, made.report)

    for found in some_at_once(CHANGES, plan):
        record.check(record.CHANGES, found)


@pytest.mark.soak
def test_each_apply_leaves_an_empty_plan_and_takes_nothing_away_that_is_in_use(
    adopted: Account, tmp_path: Path
) -> None:
    """Changes that can be applied together are applied together; the others each in an account of its own."""
    together = [change for change in CHANGES if not change.alone]
    applies = [together, *([change] for change in CHANGES if change.alone)]

    def apply(changes: Sequence[Change]) -> str:
        with copy_of(adopted, tmp_path / changes[0].name) as account:
            return _applied(account, changes)

    for changes, said in zip(applies, some_at_once(applies, apply), strict=True):
        for change in changes:
            record.check_afterwards(record.CHANGES, change.name, said)


@pytest.mark.soak
def test_deployer_rolls_the_service_back_to_the_revision_before_the_apply(adopted: Account, tmp_path: Path) -> None:
    (doubled,) = [change for change in CHANGES if change.name == "cpu and memory doubled"]
    with copy_of(adopted, tmp_path / "rollback") as account:
        before = _revision_of_api(account)
        _applied(account, [doubled])
        latest = account.client("ecs").describe_task_definition(taskDefinition="counterpromo-dev-td-api")
        role = account.client("iam").get_role(RoleName="counterpromo-dev-github-deployer")["Role"]["Arn"]
        deployer = assumed(account.workplace.sandbox.endpoint, role_arn=role).client("ecs")
        service = {"cluster": CLUSTER, "service": "counterpromo-dev-api-service"}
        for revision in (latest["taskDefinition"]["taskDefinitionArn"], before):
            deployer.update_service(**service, taskDefinition=revision)
            assert _revision_of_api(account) == revision


def _applied(account: Account, changes: Sequence[Change]) -> str:
    """Applies the changes, with the waivers that the plan offers where it is refused, and returns what is left."""
    before = in_use(account)
    for change in changes:
        _edit(account, change)
    if any(change.refused for change in changes):
        _waive(account, planned(account).report)
    applied = account.workplace.run("apply", "dev", "--yes", timeout=1800)
    assert applied.returncode == 0, f"{changes[0].name}: {applied.stdout}{applied.stderr}"
    again = planned(account)
    assert again.exit_code == 0, f"{changes[0].name}: {again.report}{again.stderr}"
    lost = gone(before, in_use(account))
    assert all(any(part in each for part in changes[0].takes) for each in lost), f"{changes[0].name}: {lost}"
    kinds = sorted({re.sub(r" \S+:.*| \S*$", "", each) for each in lost})
    return f"the next plan is empty; {'gone: ' + ', '.join(kinds) if lost else 'nothing is gone'}"


def _waive(account: Account, report: str) -> None:
    """Writes the waivers of the report as a person would, with a reason and a name."""
    (waivers,) = WAIVER.findall(report)
    filled = waivers.replace('reason = ""', 'reason = "asked for"').replace('who = ""', 'who = "a person"')
    assert datetime.date.today().isoformat()[:4] in filled
    (account.workplace.envs / "dev.waivers.toml").write_text(filled, encoding="utf-8")


def _edit(account: Account, change: Change) -> None:
    envs = account.workplace.envs
    document = tomlkit.parse((envs / "dev.toml").read_text(encoding="utf-8"))
    both(change.edit)(document)
    (envs / "dev.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
    if change.gone:
        listed = json.loads((envs / "dev.imports.json").read_text(encoding="utf-8"))
        listed["ids"] = {address: id_ for address, id_ in listed["ids"].items() if change.gone not in address}
        (envs / "dev.imports.json").write_text(json.dumps(listed), encoding="utf-8")


def _revision_of_api(account: Account) -> str:
    ecs = account.client("ecs")
    described = ecs.describe_services(cluster=CLUSTER, services=["counterpromo-dev-api-service"])["services"]
    return str(described[0]["taskDefinition"])

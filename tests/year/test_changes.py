"""Ordinary changes of an adopted DEV: what the plan says to each, and that an apply takes nothing away that runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from envs.load import load
from tests.adoption.account import CLUSTER, Account, handmade
from tests.cli.workplace import Ended
from tests.conftest import write_envs
from tests.year import record
from tests.year.changes import CHANGES, Change, both
from tests.year.pages import PAGE, changes_page

ALLOWED_TO_NEED_A_WAIVER = 4


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
    assert PAGE.read_text(encoding="utf-8") == changes_page(), "run: python -m tests.year.pages"


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with handmade(tmp_path_factory.mktemp("changes")) as account:
        ended = account.adopt()
        assert ended.returncode == 0, ended.stdout + ended.stderr
        yield account


@pytest.fixture
def edit(adopted: Account) -> Iterator[Any]:
    """Edits the settings for one plan, and puts them back."""
    files = [adopted.workplace.envs / name for name in ("dev.toml", "dev.imports.json")]
    texts = [path.read_text(encoding="utf-8") for path in files]
    yield lambda change: _edit(adopted, change)
    for path, text in zip(files, texts, strict=True):
        path.write_text(text, encoding="utf-8")


@pytest.mark.soak
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_plan_of_an_ordinary_change_says_what_is_recorded(adopted: Account, edit: Any, change: Change) -> None:
    edit(change)
    record.check(record.CHANGES, record.row(change.name, adopted.workplace.run("plan", "dev", timeout=900)))


@pytest.mark.soak
def test_all_together_are_applied_and_the_next_plan_is_empty(adopted: Account) -> None:
    """The last one here: what it changes stays changed."""
    running, active = _running(adopted), _active(adopted)
    _edit(adopted, Change(name="all", edit=both(*(change.edit for change in CHANGES if not change.alone))))
    applied = _apply(adopted)
    assert applied.returncode == 0, applied.stdout + applied.stderr
    again = adopted.workplace.run("plan", "dev", timeout=900)
    assert (again.returncode, again.stdout.splitlines()[0]) == (0, "dev: no changes"), again.stdout + again.stderr
    assert running.items() <= _running(adopted).items()
    assert active <= _active(adopted), "every revision that was ACTIVE stays ACTIVE"


def _edit(adopted: Account, change: Change) -> None:
    envs = adopted.workplace.envs
    document = tomlkit.parse((envs / "dev.toml").read_text(encoding="utf-8"))
    change.edit(document)
    (envs / "dev.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
    if change.gone:
        listed = json.loads((envs / "dev.imports.json").read_text(encoding="utf-8"))
        listed["ids"] = {address: id_ for address, id_ in listed["ids"].items() if change.gone not in address}
        (envs / "dev.imports.json").write_text(json.dumps(listed), encoding="utf-8")


def _apply(adopted: Account) -> Ended:
    return adopted.workplace.run("apply", "dev", "--yes", timeout=1800)


def _running(adopted: Account) -> dict[str, str]:
    """Returns service -> revision that it runs."""
    ecs = adopted.client("ecs")
    services = ecs.list_services(cluster=CLUSTER)["serviceArns"]
    described = ecs.describe_services(cluster=CLUSTER, services=services)["services"]
    return {each["serviceName"]: each["taskDefinition"] for each in described}


def _active(adopted: Account) -> set[str]:
    return set(adopted.client("ecs").list_task_definitions(status="ACTIVE")["taskDefinitionArns"])

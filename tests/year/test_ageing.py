"""Events of a year on an adopted DEV: AWS and deploys are silent, what a person did is named, with two ways on."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import ExitCode
from sandbox.ageing import EVENTS, Event, Owner
from sandbox.ageing.event import Account as Emulated
from tests.adoption.account import Account
from tests.year import record
from tests.year.conftest import copy_of, planned, some_at_once
from tests.year.pages import AGEING_PAGE, ageing_page
from workflows import drift_issue

QUEUE = "aws_sqs_queue.queues_jobs_queue"
SILENT = {event.name for event in EVENTS if event.owner is not Owner.PERSON}


def test_events_have_names_of_their_own() -> None:
    assert len({event.name for event in EVENTS}) == len(EVENTS) >= 25


def test_record_has_every_event() -> None:
    assert set(record.read(record.NIGHTS)) == {event.name for event in EVENTS}


def test_nights_without_a_change_by_hand_are_silent() -> None:
    for name, night in record.read(record.NIGHTS).items():
        if name in SILENT:
            assert (night.exit_code, night.counts, night.findings, night.issue) == (0, "no changes", (), False), name


def test_every_change_by_hand_is_reported_in_the_drift_issue() -> None:
    for name, night in record.read(record.NIGHTS).items():
        if name not in SILENT:
            assert night.findings, name
            assert night.issue, name


def test_page_is_that_of_the_record() -> None:
    assert AGEING_PAGE.read_text(encoding="utf-8") == ageing_page(), "run: python -m tests.year.pages"


@pytest.mark.soak
def test_night_after_each_event_says_what_is_recorded(adopted: Account, tmp_path: Path) -> None:
    def night(event: Event) -> record.Row:
        with copy_of(adopted, tmp_path / event.name) as account:
            event.make(Emulated(environment=account.workplace.environ))
            made = planned(account, "--added")
            found = record.row(event.name, made.exit_code, made.report)
            body = account.workplace.folder / "plan.md"
            drifted = drift_issue.has_drifted(ExitCode(made.exit_code), body)
        return record.with_issue(found, drifted)

    for found in some_at_once(EVENTS, night):
        record.check(record.NIGHTS, found)


@pytest.mark.soak
def test_added_rule_that_a_person_keeps_is_no_longer_reported(adopted: Account, tmp_path: Path) -> None:
    (added,) = [event for event in EVENTS if event.name == "listener-rule"]
    with copy_of(adopted, tmp_path / "kept") as account:
        added.make(Emulated(environment=account.workplace.environ))
        assert "aws_lb_listener_rule rule 50 /old/*" in account.workplace.run("strays", "dev", timeout=900).stdout
        assert account.workplace.run("strays", "dev", "--keep", timeout=900).returncode == 0
        assert not record.row("kept", 0, planned(account, "--added").report).findings


@pytest.mark.soak
def test_change_by_hand_can_be_taken_into_the_settings_or_put_back(adopted: Account, tmp_path: Path) -> None:
    (timeout,) = [event for event in EVENTS if event.name == "timeout"]
    with copy_of(adopted, tmp_path / "captured") as account:
        timeout.make(Emulated(environment=account.workplace.environ))
        captured = account.workplace.run("capture", "dev", QUEUE, "--yes", timeout=900)
        assert captured.returncode == 0, captured.stdout + captured.stderr
        assert account.settings()["queues"]["jobs"]["visibility_timeout_seconds"] == 600
        assert planned(account).exit_code == 0
    with copy_of(adopted, tmp_path / "put back") as account:
        timeout.make(Emulated(environment=account.workplace.environ))
        put_back = account.workplace.run("apply", "dev", "--yes", "--put-back", QUEUE, timeout=900)
        assert put_back.returncode == 0, put_back.stdout + put_back.stderr
        assert planned(account).exit_code == 0

"""Events of a year on an adopted DEV: AWS and deploys are silent, what a person did is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.ageing import EVENTS, Event, Owner
from sandbox.ageing.event import Account as Emulated
from tests.adoption.account import Account, handmade
from tests.year.record import row

QUEUE = "aws_sqs_queue.queues_jobs_queue"
SILENT = [event for event in EVENTS if event.owner is not Owner.PERSON]


def test_events_have_names_of_their_own() -> None:
    assert len({event.name for event in EVENTS}) == len(EVENTS) >= 25


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with handmade(tmp_path_factory.mktemp("ageing")) as account:
        ended = account.adopt()
        assert ended.returncode == 0, ended.stdout + ended.stderr
        yield account


def make(adopted: Account, name: str) -> None:
    event = next(event for event in EVENTS if event.name == name)
    event.make(Emulated(environment=adopted.workplace.environ))


@pytest.mark.soak
@pytest.mark.parametrize("event", SILENT, ids=lambda event: event.name)
def test_event_of_aws_or_of_a_deploy_is_silent(adopted: Account, event: Event) -> None:
    make(adopted, event.name)
    found = row(event.name, adopted.workplace.run("plan", "dev", timeout=900))
    assert (found.exit_code, found.counts, found.findings) == (0, "no changes", ())


@pytest.mark.soak
def test_change_by_hand_is_named_and_can_be_taken_into_the_settings(adopted: Account) -> None:
    """The last one here: what it changes stays changed."""
    make(adopted, "timeout")
    plan = row("timeout", adopted.workplace.run("plan", "dev", timeout=900))
    assert plan.exit_code == 3
    assert f"blocked: {QUEUE} [drift-crossed]" in plan.findings
    captured = adopted.workplace.run("capture", "dev", QUEUE, "--yes", timeout=900)
    assert captured.returncode == 0, captured.stdout + captured.stderr
    assert adopted.settings()["queues"]["jobs"]["visibility_timeout_seconds"] == 600

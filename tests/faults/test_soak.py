"""The long ones, by `make soak`: stopped at every stage by every signal, terraform throttled for ever, DEV whole.

Each has a quick form in `make test`; here it is the whole command, or the whole patience of terraform.
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from errors import CounterPromoError, ExitCode
from sandbox.faults import kinds
from sandbox.faults.proxy import Faults
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from terraform.runner import private_plan_file
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.faults.place import STATE, Place
from tests.faults.row import Fault
from tests.faults.rows import Settings
from tests.faults.state_rows import State

pytestmark = pytest.mark.soak
STAGES = ("preparing dev", "planning dev", "applying to dev")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
PATIENCE_SECONDS = 600
READ_IN_VAIN = 6  # terraform's five attempts at the state, and one at the lock it then releases


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, Faults(sandbox) as faults:
        yield Place.make(sandbox, faults, tmp_path)


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("stage", STAGES)
def test_stopped_at_any_stage_the_same_command_goes_on(stage: str, number: signal.Signals, place: Place) -> None:
    place.lay("through it all", seconds=2)
    run = place.started()
    assert run.stdout is not None
    for line in run.stdout:
        if line.startswith(stage):
            break
    assert run.poll() is None, "it ended before that stage was shown"
    time.sleep(0.3)
    others = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(number)
    said, _ = run.communicate(timeout=PATIENCE_SECONDS)
    (State.KILLED if number is signal.SIGKILL else State.INTERRUPTED).check(said)
    psutil.wait_procs(others, timeout=PATIENCE_SECONDS)
    assert not [one for one in others if one.is_running()]
    assert place.held() == (False, False)
    again = place.started()
    assert (again.communicate(timeout=PATIENCE_SECONDS)[0], again.returncode)[1] == 0
    assert (place.remembered(), place.held()) == ("through it all", (False, False))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [(State.STATE_THROTTLED, kinds.SLOW_DOWN), (State.STATE_RESET, kinds.RESET)],
    ids=["throttled", "reset"],
)
def test_endless_throttling_ends_in_an_error(
    fault: Fault, kind: kinds.Kind, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.applied("first")
    with (
        place.faults.inject(kind, service="s3", action="GetObject", times=READ_IN_VAIN),
        private_plan_file() as saved,
        pytest.raises(CounterPromoError) as stopped,
    ):
        place.terraform.plan(saved)
    fault.check_error(stopped.value, capsys)
    assert (place.remembered(), place.held()) == ("first", (False, False))


def test_import_id_of_a_deleted_resource_stops_the_plan(place: Place) -> None:
    """Edited by hand before anything is in the state: the plan of all DEV ends, and nothing is made."""
    make_dev(place.workplace.sandbox.environment())
    declared = (PROJECT / "tests" / "addresses" / "dev.txt").read_text().split()
    address = next(each for each in declared if each.startswith("aws_sqs_queue."))
    url = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/not-there"
    document = {"account": ACCOUNT, "region": REGION, "ids": {address: url}}
    (place.workplace.envs / "dev.imports.json").write_text(json.dumps(document))
    stopped = place.workplace.run("plan", "dev")
    Settings.ID_GONE.check(stopped.stderr)
    assert address in stopped.stderr
    assert not _has_state(place)


def test_resource_deleted_between_discovery_and_plan_is_set_aside(place: Place) -> None:
    """The provider's look at the queues is held up until one of them is deleted."""
    make_dev(place.workplace.sandbox.environment())
    sqs = place.client("sqs")
    victim = sqs.get_queue_url(QueueName="counterpromo-devlocal-jobs-dlq")["QueueUrl"]
    provider = {"User-Agent": "terraform-provider-aws"}
    with place.faults.inject(kinds.late(5), service="sqs", headers=provider, times=8) as held_up:
        running = subprocess.Popen(
            [sys.executable, "-m", "cli.app", "import", "dev", "--yes", "--apply"],
            cwd=PROJECT,
            env=place.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not held_up.fired and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        sqs.delete_queue(QueueUrl=victim)
        printed, said = running.communicate(timeout=PATIENCE_SECONDS)
    Settings.ID_CHANGED.check(f"{said}{printed}")
    assert running.returncode == ExitCode.INCOMPLETE
    assert "102 to import, 0 to add, 0 to change, 0 to destroy" in printed
    assert place.workplace.run("plan", "dev").returncode == 0, "the next plan would create it"


def _has_state(place: Place) -> bool:
    return bool(place.client("s3").list_objects_v2(Bucket=STATE.bucket, Prefix=STATE.key).get("KeyCount"))

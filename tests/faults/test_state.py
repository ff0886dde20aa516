"""State and lock: whatever fails, nothing is lost, the next command says how to go on, and then it does.

One account and one tiny stack with DEV's real backend: see `place`. What a test locks or breaks it puts right again.
"""

import json
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from typer.main import get_command

from cli.app import app
from errors import CounterPromoError, Refused
from operations.workspace import Workspace
from sandbox.faults import kinds
from sandbox.faults.proxy import Faults
from sandbox.server import Sandbox
from terraform.runner import Terraform, private_plan_file
from terraform.state import unsaved_state
from terraform.state.digest import Snapshot
from tests.cli.conftest import ACCOUNT, REGION
from tests.faults.place import STATE, Place
from tests.faults.row import Fault
from tests.faults.state_rows import State

Capsys = pytest.CaptureFixture[str]
LOCK = f"{STATE.bucket}/{STATE.key}"
SLOW_SECONDS = 3.0
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, Faults(sandbox) as faults:
        made = Place.make(sandbox, faults, tmp_path_factory.mktemp("state"))
        made.applied("first")
        yield made


def _stopped(fault: Fault, capsys: Capsys, doing: Callable[[], object]) -> None:
    with pytest.raises(CounterPromoError) as stopped:
        doing()
    fault.check_error(stopped.value, capsys)


def _planned(terraform: Terraform) -> None:
    with private_plan_file() as saved:
        terraform.plan(saved)


def _lock(place: Place, *, minutes: float, table: bool, file: bool) -> str:
    """Returns the lock of another person's run that began so long ago."""
    created = time.strftime("%Y-%m-%dT%H:%M:%S.123456789Z", time.gmtime(time.time() - minutes * 60))
    id_ = "93ed2b41-5b7c-4a1b-aaaa-111111111111"
    info = {"ID": id_, "Operation": "OperationTypeApply", "Who": "somebody@elsewhere", "Version": "1.11.4"}
    text = json.dumps({**info, "Created": created, "Path": LOCK, "Info": ""})
    if table:
        item = {"LockID": {"S": LOCK}, "Info": {"S": text}}
        place.client("dynamodb").put_item(TableName=STATE.lock_table, Item=item)
    if file:
        place.client("s3").put_object(Bucket=STATE.bucket, Key=f"{STATE.key}.tflock", Body=text.encode())
    return id_


def _unlock(place: Place) -> None:
    place.client("dynamodb").delete_item(TableName=STATE.lock_table, Key={"LockID": {"S": LOCK}})
    place.client("s3").delete_object(Bucket=STATE.bucket, Key=f"{STATE.key}.tflock")


@pytest.fixture
def here(place: Place, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """For commands in this process, which spares each of them the start of Node: the environment is the place's."""
    for name, value in place.environ.items():
        monkeypatch.setenv(name, value)
    return place.workplace.workspace


@pytest.fixture
def unlocked(place: Place) -> Iterator[None]:
    yield
    _unlock(place)


# --- locks ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize(
    ("fault", "table"), [(State.LOCK_HELD, True), (State.LOCK_FILE_HELD, False)], ids=["both", "file only"]
)
def test_a_held_lock_says_who_and_since_when(fault: Fault, table: bool, place: Place, capsys: Capsys) -> None:
    _lock(place, minutes=5, table=table, file=True)
    _stopped(fault, capsys, lambda: _planned(place.terraform))
    assert place.held() == (table, True)


def test_denied_lock_stops_the_plan(place: Place, capsys: Capsys) -> None:
    with place.faults.inject(kinds.DENIED, service="dynamodb", action="PutItem"):
        _stopped(State.LOCK_DENIED, capsys, lambda: _planned(place.terraform))
    assert place.held() == (False, False)
    _planned(place.terraform)


def test_unreadable_lock_stops_unlock(place: Place, here: Workspace, capsys: Capsys) -> None:
    with place.faults.inject(kinds.DENIED, service="dynamodb", action="GetItem"):
        _stopped(State.LOCK_UNSEEN, capsys, lambda: _release())


@pytest.mark.usefixtures("unlocked")
def test_malformed_lock_is_kept(place: Place, here: Workspace, capsys: Capsys) -> None:
    place.client("s3").put_object(Bucket=STATE.bucket, Key=f"{STATE.key}.tflock", Body=b'{"ID": "93ed')
    _stopped(State.LOCK_UNREADABLE, capsys, lambda: _release())


@pytest.mark.usefixtures("unlocked")
def test_lock_that_cannot_be_released_is_named(place: Place, capsys: Capsys) -> None:
    with place.faults.inject(kinds.DENIED, service="dynamodb", action="DeleteItem"):
        _stopped(State.RELEASE_DENIED, capsys, lambda: _planned(place.terraform))
    assert place.held()[0]


@pytest.mark.usefixtures("unlocked")
def test_unlock_refuses_a_young_lock_and_releases_a_stale_one(place: Place, here: Workspace, capsys: Capsys) -> None:
    """The young one of both kinds, then an old one that only the lock file still holds."""
    _lock(place, minutes=20, table=True, file=True)
    _stopped(State.LOCK_YOUNG, capsys, lambda: _release())
    assert place.held() == (True, True)
    _unlock(place)
    _lock(place, minutes=75, table=False, file=True)
    with pytest.raises(Refused, match="no terminal"):
        _command("unlock", "dev")
    assert place.held() == (False, True)
    capsys.readouterr()
    _release()
    said = capsys.readouterr()
    State.LOCK_STALE.check(said.err)
    assert "held: apply by somebody@elsewhere since 20" in said.out
    assert "75 minutes old" in said.out
    assert place.held() == (False, False)
    _release()
    assert capsys.readouterr().out == "dev: not locked\n"
    place.lay("first")
    place.terraform.init()
    _planned(place.terraform)


def _release() -> None:
    _command("unlock", "dev", "--yes")


def _command(*arguments: str) -> None:
    """Runs `counterpromo` in this process."""
    get_command(app)(list(arguments), standalone_mode=False)


def test_second_run_at_once_is_refused(place: Place, capsys: Capsys) -> None:
    """The second begins while the first applies; what the first does is done."""
    place.lay("one of two", seconds=SLOW_SECONDS)
    place.terraform.init()
    first = place.started()
    _until(lambda: place.held() == (True, True) and _made_by(first.pid))
    _stopped(State.TWO_AT_ONCE, capsys, lambda: _planned(place.terraform))
    said, _ = first.communicate(timeout=PATIENCE_SECONDS)
    assert first.returncode == 0, said
    assert (place.remembered(), place.held()) == ("one of two", (False, False))


# --- states that do not get through ---------------------------------------------------------------


def test_state_cut_off_while_it_is_read_stops_the_plan(place: Place, capsys: Capsys) -> None:
    before = place.remembered()
    with place.faults.inject(kinds.cut(after=0.5), service="s3", action="GetObject", times=4):
        _stopped(State.STATE_CUT, capsys, lambda: _planned(place.terraform))
    assert place.remembered() == before
    _unlock(place)
    _planned(place.terraform)


def test_stale_plan_is_refused(place: Place, capsys: Capsys) -> None:
    place.lay("stale")
    place.terraform.init()
    with private_plan_file() as early:
        place.terraform.plan(early)
        place.applied("meanwhile")
        _stopped(State.STALE_PLAN, capsys, lambda: place.terraform.apply(early))
    assert (place.remembered(), place.held()) == ("meanwhile", (False, False))


def test_state_that_cannot_be_written_blocks_until_it_is_recovered(
    place: Place, here: Workspace, capsys: Capsys
) -> None:
    """Kept in private, blocking, and written by `recover`, once; afterwards nothing of it is left."""
    before = place.remembered()
    place.lay("refused")
    place.terraform.init()
    denied = place.faults.inject(kinds.S3_DENIED, service="s3", action="PutObject", headers=kinds.STATE_WRITE)
    with private_plan_file() as saved:
        place.terraform.plan(saved)
        with denied:
            _stopped(State.STATE_REFUSED, capsys, lambda: place.terraform.apply(saved))
    private = here.private_dir("dev")
    (kept,) = private.iterdir()
    assert [path.stat().st_mode & 0o777 for path in (kept, private.parent)] == [0o600, 0o700]
    assert not (place.stack_dir / unsaved_state.NAME).exists()
    assert (place.remembered(), place.held()) == (before, (False, False))
    _stopped(State.STATE_WAITS, capsys, lambda: _planned(place.terraform))
    _stopped(
        State.STATE_WAITS,
        capsys,
        lambda: _command("import", "dev", "--yes"),
    )
    _recover()
    assert (place.remembered(), list(private.iterdir())) == ("refused", [])
    place.lay("refused")
    place.terraform.init()
    with private_plan_file() as saved:
        assert not place.terraform.plan(saved)


def test_state_that_terraform_only_prints_is_kept(tmp_path: Path) -> None:
    """If terraform cannot write the file, it prints the state: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/views/operation.go."""
    state = {"version": 4, "serial": 7, "lineage": "l", "resources": []}
    said = json.dumps({"@level": "info", "@message": "Emergency state dump", "state": state, "type": "log"})
    kept = unsaved_state.keep(tmp_path / "stacks" / "dev", said=f"noise\n{said}\n")
    assert kept is not None
    assert (json.loads(kept.read_text()), kept.stat().st_mode & 0o777) == (state, 0o600)


def _recover() -> None:
    _command("recover", "dev", "--yes")


def test_recover_refuses_after_a_later_apply(place: Place, here: Workspace, capsys: Capsys) -> None:
    private = here.private_dir("dev")
    state = json.loads(place.terraform.pull())
    waiting = private / unsaved_state.NAME
    waiting.write_text(json.dumps({**state, "serial": state["serial"] - 1, "outputs": {"x": {"value": 1}}}))
    _stopped(State.STATE_MOVED_ON, capsys, lambda: _recover())
    assert waiting.exists()
    _command("recover", "dev", "--yes", "--set-aside")
    (kept,) = private.iterdir()
    assert kept.name.startswith("set-aside-")
    kept.unlink()


def test_digest_that_was_not_updated_is_proven(place: Place, here: Workspace, capsys: Capsys) -> None:
    """Terraform passes over it, the next run finds a state its digest does not stand for, and `recover` proves why."""
    place.lay("undigested")
    place.terraform.init()
    with private_plan_file() as saved:
        place.terraform.plan(saved)
        with place.faults.inject(kinds.DENIED, service="dynamodb", action="PutItem", body="Item.Digest"):
            place.terraform.apply(saved)
    _stopped(State.DIGEST, capsys, lambda: _planned(place.terraform))
    _stopped(State.DIGEST_LOST, capsys, lambda: _recover())
    _set_digest(place, "0" * 32)
    _stopped(State.DIGEST_UNKNOWN, capsys, lambda: _recover())
    body = place.client("s3").get_object(Bucket=STATE.bucket, Key=STATE.key)["Body"].read()
    assert place.remembered() == "undigested"
    _set_digest(place, Snapshot.read(body, where="").digest)
    _planned(place.terraform)


def test_deleted_state_is_restored_by_the_printed_command(place: Place, here: Workspace, capsys: Capsys) -> None:
    """In a bucket with versions a deletion is a marker: `recover` proves which version was the last, and names it."""
    place.applied("deleted")
    s3, key = place.client("s3"), {"Bucket": STATE.bucket, "Key": STATE.key}
    digest = Snapshot.read(s3.get_object(**key)["Body"].read(), where="").digest
    marker = s3.delete_object(**key)["VersionId"]
    _stopped(State.STATE_GONE, capsys, lambda: _planned(place.terraform))
    _set_digest(place, "0" * 32)
    _stopped(State.STATE_NOWHERE, capsys, lambda: _recover())
    _set_digest(place, digest)
    with pytest.raises(Refused) as refused:
        _recover()
    State.STATE_DELETED.check_error(refused.value, capsys)
    assert refused.value.cure.endswith(f"--version-id {marker}")
    s3.delete_object(**key, VersionId=marker)
    assert place.remembered() == "deleted"
    _planned(place.terraform)


def _set_digest(place: Place, digest: str) -> None:
    item = {"LockID": {"S": f"{LOCK}-md5"}, "Digest": {"S": digest}}
    place.client("dynamodb").put_item(TableName=STATE.lock_table, Item=item)


# --- runs that end too early ----------------------------------------------------------------------


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize(
    "number",
    [*(pytest.param(one, marks=pytest.mark.soak) for one in (signal.SIGINT, signal.SIGTERM)), signal.SIGKILL],
    ids=lambda one: one.name,
)
def test_signal_during_an_apply_finishes_the_change(number: signal.Signals, place: Place) -> None:
    """A started change is finished and noted, terraform ends, the lock is released; the same command goes on."""
    place.lay(f"until {number.name}", seconds=SLOW_SECONDS)
    place.terraform.init()
    run = place.started()
    _until(lambda: _made_by(run.pid))
    others = psutil.Process(run.pid).children(recursive=True)
    assert [one for one in others if one.name() == "terraform"]
    run.send_signal(number)
    said, _ = run.communicate(timeout=PATIENCE_SECONDS)
    fault = State.KILLED if number is signal.SIGKILL else State.INTERRUPTED
    fault.check(said)
    assert run.returncode == (-9 if number is signal.SIGKILL else 130), said
    psutil.wait_procs(others, timeout=PATIENCE_SECONDS)
    assert not [one for one in others if one.is_running()]
    assert (place.remembered(), place.held()) == (f"until {number.name}", (False, False))
    again = place.started()
    again.communicate(timeout=PATIENCE_SECONDS)
    assert (again.returncode, place.held()) == (0, (False, False))


@pytest.mark.usefixtures("unlocked")
def test_killed_terraform_leaves_its_lock(place: Place) -> None:
    """As the kernel does when memory is short: its lock stays behind, and its helpers do not."""
    place.lay("killed", seconds=SLOW_SECONDS)
    place.terraform.init()
    before = place.remembered()
    run = place.started()
    _until(lambda: _made_by(run.pid))
    others = psutil.Process(run.pid).children(recursive=True)
    (terraform,) = [one for one in others if one.name() == "terraform"]
    terraform.kill()
    said, _ = run.communicate(timeout=PATIENCE_SECONDS)
    State.TERRAFORM_KILLED.check(said)
    psutil.wait_procs(others, timeout=PATIENCE_SECONDS)
    assert not [one for one in others if one.is_running()]
    assert (place.remembered(), place.held()) == (before, (True, True))


def _made_by(pid: int) -> bool:
    """Returns True if an apply of this run has reached the slow part."""
    try:
        return any("sleep" in one.name() for one in psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return False


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)

"""This machine, the settings, and whose account it is: stopped at once, before anything is read or written."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aws import identity
from cli.terminal import check_answerable
from envs.load import load
from errors import CounterPromoError
from guard.checks import wrong_state
from imports.files import ids_file
from machine import os_errors
from operations.adopt import draft
from operations.node import find_node
from operations.workspace import Workspace
from sandbox.server import Sandbox
from terraform.executable import find_terraform, refuse_workspace
from terraform.plan.plan import Plan
from terraform.runner import private_plan_file
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.conftest import ENVS, write_envs
from tests.faults.row import Fault
from tests.faults.rows import Identity, Machine, Secrets, Settings

Capsys = pytest.CaptureFixture[str]
QUEUE = "https://sqs.eu-west-2.amazonaws.com/437064342167/counterpromo-dev-jobs"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as running:
        yield running


def _stopped(fault: Fault, capsys: Capsys, doing: Callable[[], object]) -> None:
    with pytest.raises(CounterPromoError) as stopped:
        doing()
    fault.check_error(stopped.value, capsys)


# --- settings -------------------------------------------------------------------------------------


def _text(*changes: tuple[str, str]) -> bytes:
    text = (ENVS / "dev.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


BROKEN: tuple[tuple[Fault, Callable[[], bytes]], ...] = (
    (Settings.BAD_UTF8, lambda: _text() + b"# caf\xe9\n"),
    (Settings.TEN_THOUSAND_KEYS, lambda: b"".join(b"key_%d = 1\n" % n for n in range(10_000)) + _text()),
    (Settings.UNKNOWN_KEY, lambda: _text(("[network]\n", '[network]\ncider = "10.0.0.0/8"\n'))),
    (Settings.WRONG_TYPE, lambda: _text(("backup_days = 7", 'backup_days = "seven"'))),
    (Settings.TOO_DEEP, lambda: b"deep = " + b"[" * 100_000),
    (Settings.MERGE_CONFLICT, lambda: b"<<<<<<< HEAD\n" + _text() + b"=======\n" + _text() + b">>>>>>> other\n"),
    (Settings.HUGE_NUMBER, lambda: b"huge = " + b"9" * 5_000),
)


@pytest.mark.parametrize(("fault", "content"), BROKEN, ids=lambda one: one.name if isinstance(one, Fault) else "")
def test_faulty_settings_file_is_named(
    fault: Fault, content: Callable[[], bytes], tmp_path: Path, capsys: Capsys
) -> None:
    (tmp_path / "dev.toml").write_bytes(content())
    _stopped(fault, capsys, lambda: load("dev", tmp_path))


def test_import_id_used_twice_is_refused(tmp_path: Path, capsys: Capsys) -> None:
    both = {"aws_sqs_queue.jobs": QUEUE, "aws_sqs_queue.spare": QUEUE, "aws_sqs_queue_policy.jobs": QUEUE}
    document = {"account": ACCOUNT, "region": REGION, "ids": both}
    ids_file.path_of("dev", tmp_path).write_text(json.dumps(document))
    _stopped(Settings.ID_TWICE, capsys, lambda: ids_file.read("dev", tmp_path))
    del both["aws_sqs_queue.spare"]
    ids_file.path_of("dev", tmp_path).write_text(json.dumps(document))
    assert ids_file.read("dev", tmp_path) is not None, "the same id under two types is how Terraform names parts of one"


# --- whose account, which state -------------------------------------------------------------------


ACCOUNTS: tuple[tuple[Fault, Mapping[str, str], Mapping[str, str]], ...] = (
    (Identity.NO_CREDENTIALS, {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, {}),
    (Identity.PROFILE, {"AWS_PROFILE": "nobody"}, {}),
    (Identity.ACCOUNT, {}, {"account_id": "123456789012"}),
    (Identity.REGION, {"AWS_REGION": "us-east-1"}, {}),
)


@pytest.mark.parametrize(
    ("fault", "environ", "settings"), ACCOUNTS, ids=lambda one: one.name if isinstance(one, Fault) else ""
)
def test_credentials_of_another_account_or_region_are_refused(
    fault: Fault,
    environ: Mapping[str, str],
    settings: Mapping[str, str],
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capsys,
) -> None:
    for name, value in {**sandbox.isolated_environment(), **environ}.items():
        monkeypatch.setenv(name, value)
    aws = load("dev", ENVS).aws.model_copy(update=dict(settings))
    _stopped(fault, capsys, lambda: identity.identify(aws))


def test_other_workspace_is_refused(tmp_path: Path, capsys: Capsys) -> None:
    _stopped(Identity.WORKSPACE, capsys, lambda: refuse_workspace(tmp_path, environ={"TF_WORKSPACE": "other"}))
    refuse_workspace(tmp_path, environ={"TF_WORKSPACE": "default"})
    (tmp_path / ".terraform").mkdir()
    (tmp_path / ".terraform" / "environment").write_text("other")
    _stopped(Identity.SELECTED, capsys, lambda: refuse_workspace(tmp_path, environ={}))


def _change(name: str, actions: list[str], before: Any, after: Any) -> dict[str, Any]:
    return {"address": f"aws_x.{name}", "change": {"actions": actions, "before": before, "after": after}}


def test_plan_against_the_state_of_another_environment_is_refused(capsys: Capsys) -> None:
    names = ("vpc", "alb", "jobs", "uploads", "api")
    others = [
        _change(name, ["update"], {"name": f"counterpromo-prod-{name}"}, {"name": f"counterpromo-dev-{name}"})
        for name in names
    ]
    gone = [_change(name, ["delete"], {"name": name}, None) for name in names]
    fresh = [_change(name, ["create"], None, {"name": name}) for name in names]
    meant = [_change(name, ["update"], {"name": name}, {"name": name}) for name in (*names, "spare")]

    def refused(changes: list[dict[str, Any]]) -> Callable[[], None]:
        return lambda: wrong_state.refuse(Plan.of({"resource_changes": changes}), environment="dev")

    _stopped(Identity.STATE_KEY, capsys, refused(others))
    _stopped(Identity.STATE_OF_OTHERS, capsys, refused([*gone, *fresh]))
    refused(fresh)()
    refused([*meant, *others[:3]])()
    refused([*meant, *gone])()


# --- programs and terminal ------------------------------------------------------------------------


def _program(folder: Path, name: str, says: str) -> None:
    """An executable that says this and nothing else: a version is all that these faults are about."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("fault", "says"),
    [(Machine.OLD_TERRAFORM, "Terraform v1.10.5"), (Machine.TOFU, "OpenTofu v1.11.1")],
    ids=["old", "another product"],
)
def test_unusable_terraform_is_refused(fault: Fault, says: str, tmp_path: Path, capsys: Capsys) -> None:
    _program(tmp_path, "terraform", says)
    _stopped(fault, capsys, lambda: find_terraform(str(tmp_path)))


def test_missing_or_broken_terraform_is_named(tmp_path: Path, capsys: Capsys) -> None:
    _stopped(Machine.NO_TERRAFORM, capsys, lambda: find_terraform(str(tmp_path)))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "terraform").write_bytes(b"\x00\x01 of no machine")
    (tmp_path / "bin" / "terraform").chmod(0o755)
    _stopped(Machine.BROKEN_TERRAFORM, capsys, lambda: find_terraform(str(tmp_path / "bin")))


def test_missing_or_old_node_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    _stopped(Machine.NO_NODE, capsys, find_node)
    _program(tmp_path, "node", "v18.19.1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    _stopped(Machine.OLD_NODE, capsys, find_node)


def test_question_without_a_terminal_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    with Path(os.devnull).open() as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        _stopped(Machine.NO_TERMINAL, capsys, lambda: check_answerable(yes=False))


def test_a_huge_plan_ends_in_a_message_and_in_bounded_memory(tmp_path: Path) -> None:
    """200 MB, of which no more is read than the guard reads of any plan."""
    file = tmp_path / "plan.json"
    with file.open("wb") as huge:
        huge.truncate(200 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    command = [sys.executable, "-m", "cli.app", "guard", str(file), "--env", "dev"]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert run.returncode == 3
    said = [line.strip() for line in run.stdout.splitlines()]
    Machine.HUGE_PLAN.check("\n".join(said) + run.stderr)
    assert Machine.HUGE_PLAN.cure in said
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert peak == before or peak < 400 * 1024


def test_files_of_a_killed_run_are_deleted_after_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, age in (
        ("counterpromo-plan-old", 90_000),
        ("counterpromo-plan-new", 80_000),
        ("others-plan-old", 90_000),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan").touch()
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))
    with private_plan_file() as own:
        assert sorted(path.name for path in tmp_path.iterdir() if path != own.parent) == [
            "counterpromo-plan-new",
            "others-plan-old",
        ]
    Secrets.LEFT_BEHIND.check("")


# --- disk -----------------------------------------------------------------------------------------


@contextmanager
def _files_end_at(size: int) -> Iterator[None]:
    """Every write past this many bytes of a file fails, as it does on a full disk or at the end of a quota."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_leaves_files_whole(tmp_path: Path, capsys: Capsys) -> None:
    own = Workspace(root=PROJECT, envs=write_envs(tmp_path / "envs"), out=tmp_path / "out")
    before = {path.name: path.read_bytes() for path in own.envs.iterdir()}
    with draft.drafted(own, "dev") as tried:
        draft.edit(tried, "dev", {"database.backup_days": 9})
        with _files_end_at(4096), pytest.raises(OSError, match="File too large") as full:
            draft.keep(tried, own, "dev")
    assert {path.name: path.read_bytes() for path in own.envs.iterdir()} == before
    Machine.DISK_FULL.check_error(os_errors.explain(full.value), capsys)


def _tiny_disk(command: list[str], *, at: Path, environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """A command with a disk of 64 kB mounted at a folder, in a namespace of its own: https://man7.org/linux/man-pages/man1/unshare.1.html."""
    at.mkdir(parents=True, exist_ok=True)
    mounted = 'mount -t tmpfs -o size=64k tmpfs "$0" || exit 99; exec "$@"'
    ran = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounted, str(at), *command],
        cwd=PROJECT,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if ran.returncode == 99 or "unshare" in ran.stderr.partition("\n")[0]:
        pytest.skip(f"this machine lets nobody mount a disk of their own: {ran.stderr.strip()}")
    return ran


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs util-linux")
def test_a_full_disk_stops_the_synth(tmp_path: Path) -> None:
    script = (
        "import sys; from cli import app; from operations import synth; from operations.workspace import Workspace\n"
        "@app.app.command('synth-only')\n"
        "def synth_only() -> None: synth.synthesize(Workspace.of())\n"
        "sys.argv[1:] = ['synth-only']; app.main()"
    )
    environ = {**os.environ, "COUNTERPROMO_ENVS": str(ENVS), "CDKTF_OUTDIR": str(tmp_path / "full" / "out")}
    full = _tiny_disk([sys.executable, "-c", script], at=tmp_path / "full", environ=environ)
    assert full.returncode == 1
    Machine.DISK_FULL_SYNTH.check(full.stderr)


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs util-linux")
def test_a_full_disk_stops_the_plan(tmp_path: Path) -> None:
    """The stack is large enough for its plan not to fit into what the disk has."""
    with tempfile.TemporaryDirectory() as folder:
        stack = Path(folder) / "stacks" / "dev"
        stack.mkdir(parents=True)
        long = {f"n{number}": {"input": os.urandom(3000).hex()} for number in range(40)}
        document = {"terraform": {"backend": {"local": {}}}, "resource": {"terraform_data": long}}
        (stack / "cdk.tf.json").write_text(json.dumps(document))
        environ = {**os.environ, "TMPDIR": str(tmp_path / "full")}
        command = [sys.executable, "-m", "tests.faults.place", str(stack)]
        full = _tiny_disk(command, at=tmp_path / "full", environ=environ)
        assert full.returncode == 1
        Machine.DISK_FULL_PLAN.check(full.stderr)
        assert not (stack / "terraform.tfstate").exists()
        assert not list(stack.glob(".terraform.tfstate.lock.info"))

"""Node that does not start, is killed or prints something else: one error, and no traceback."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from machine.node_process import error_of
from operations.synth import explain
from tests.conftest import PROJECT

LOAD = """
from cli import app
@app.app.command("load")
def load() -> None:
    import main
    {more}
import sys
sys.argv[1:] = ["load"]
app.main()
"""
KILL = "import os, jsii, cdktf; os.kill(jsii.kernel.provider._process._process.pid, 9); cdktf.App()"


def loaded(more: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Loads cdktf as a command does, with these variables."""
    return subprocess.run(
        [sys.executable, "-c", LOAD.format(more=more)],
        cwd=PROJECT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def one_error(ran: subprocess.CompletedProcess[str]) -> str:
    """Returns what was printed, which must be one error with its cure and nothing else."""
    assert ran.returncode == 1
    assert re.fullmatch(r"error: [^\n]+\ntry: [^\n]+\n", ran.stderr), ran.stderr
    return ran.stderr


def test_node_options_that_node_cannot_use_are_named(tmp_path: Path) -> None:
    said = one_error(loaded(NODE_OPTIONS=f"--require {tmp_path}/gone.js"))
    assert f"NODE_OPTIONS=--require {tmp_path}/gone.js: Error: Cannot find module" in said
    assert "try: unset NODE_OPTIONS" in said


@pytest.mark.parametrize("printed", ["'hello'", "1", "'{}'", "'[]'", "'null'"])
def test_a_script_that_prints_is_named(printed: str, tmp_path: Path) -> None:
    """Also where it prints JSON, of another shape than jsii expects."""
    (tmp_path / "prints.js").write_text(f"console.log({printed})")
    said = one_error(loaded(NODE_OPTIONS=f"--require {tmp_path}/prints.js"))
    assert "node prints something else than the synth expects" in said


def test_node_that_is_killed_is_one_error() -> None:
    assert "node was killed in the middle of the synth (exit code -9)" in one_error(loaded(KILL))


@pytest.mark.parametrize(
    ("returncode", "printed", "options", "expected"),
    [
        (-signal.SIGKILL, [], "", "was killed"),
        (134, ["FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"], "", "was killed"),
        (1, ["", "SyntaxError: Unexpected token"], "", "ended in the middle of the synth (exit code 1): SyntaxError"),
        (9, ["node: --bogus is not allowed in NODE_OPTIONS"], "--bogus", "NODE_OPTIONS=--bogus: node: --bogus"),
        (None, [], "", "prints something else"),
    ],
)
def test_each_end_of_node_has_a_cause_and_a_cure(
    returncode: int | None, printed: list[str], options: str, expected: str
) -> None:
    error = error_of(returncode, printed, options=options)
    assert expected in error.message
    assert error.cure


@pytest.mark.parametrize("returncode", [0, 1, None])
def test_another_node_that_a_person_gave_jsii_is_named(returncode: int | None) -> None:
    assert error_of(returncode, [], options="", set_by_a_person=["JSII_NODE"]).cure == "unset JSII_NODE"


@pytest.mark.parametrize(
    ("thrown", "message"),
    [
        ("EACCES: permission denied, mkdir '/.cache/aws'", "no permission: permission denied: /.cache/aws"),
        ("ENOSPC: no space left on device, write", "the disk is full: no space left on device: write"),
        ("EROFS: read-only file system, open '/a/b'\n  at x", "the file system is read-only"),
        ("ENOENT: no such file or directory, copyfile '/a' -> '/b'", "a file or folder is missing"),
        ("Error: EMFILE: too many open files, open '/a'", "this machine has reached a limit"),
        ("Cannot find class Vpc", "the synth failed: Cannot find class Vpc"),
    ],
)
def test_an_errno_that_node_throws_has_its_own_cause(thrown: str, message: str) -> None:
    error = explain(thrown)
    assert error.message.startswith(message)
    assert error.cure

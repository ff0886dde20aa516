"""A child process: followed line by line, its output kept, and stopped in order when we are asked to stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from terraform.process import run

PROJECT = Path(__file__).resolve().parent.parent.parent
STOPS_IN_ORDER = "trap 'echo stopped >> log; exit 0' INT; echo started >> log; while true; do sleep 0.05; done"


def test_output_is_kept_and_reported_line_by_line(tmp_path: Path) -> None:
    lines: list[str] = []
    finished = run(["sh", "-c", "echo one; echo two; echo bad >&2; exit 3"], cwd=tmp_path, env={}, on_line=lines.append)
    assert (finished.exit_code, finished.stdout, finished.stderr) == (3, "one\ntwo\n", "bad\n")
    assert lines == ["one", "two"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stop_signal_reaches_the_child_once_and_is_waited_for(tmp_path: Path, number: int) -> None:
    script = (
        "from terraform.process import run; from pathlib import Path; import os\n"
        f"run(['sh', '-c', {STOPS_IN_ORDER!r}], cwd=Path({str(tmp_path)!r}), env=dict(os.environ))"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=PROJECT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    log = tmp_path / "log"
    deadline = time.monotonic() + 20
    while not log.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    for _ in range(3):  # as an impatient person does
        os.kill(parent.pid, number)
        time.sleep(0.01)
    _, errors = parent.communicate(timeout=20)
    assert "KeyboardInterrupt" in errors
    assert log.read_text() == "started\nstopped\n"

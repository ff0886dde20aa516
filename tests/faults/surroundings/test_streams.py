"""Standard streams that are closed or full, and a current folder that is gone: the command goes on, or says it."""

import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.faults.surroundings.rows import Surroundings

# A command without AWS: it prints the help, or asks and finds nobody to answer.
COMMANDS = ("--help", "bootstrap")
CLOSED = [" ".join(closed) for closed in product(("", "<&-"), ("", ">&-"), ("", "2>&-")) if any(closed)]


def shell(script: str, *, folder: Path = PROJECT) -> "subprocess.CompletedProcess[str]":
    command = ["bash", "-c", script, str(Path(sys.executable).with_name("counterpromo"))]
    return subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("closed", CLOSED)
def test_closed_streams_change_neither_the_exit_code_nor_the_words(closed: str) -> None:
    for words, code in zip(COMMANDS, (0, 3), strict=True):
        ran = shell(f'"$0" {words} {closed}')
        assert ran.returncode == code, ran.stderr
        assert "Traceback" not in ran.stderr
        if words == "--help":
            Surroundings.CLOSED.check(ran.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_stdout_is_one_line() -> None:
    ran = shell('"$0" --help > /dev/full')
    assert ran.returncode == 1
    Surroundings.STDOUT_FULL.check(ran.stderr)
    assert "Exception ignored" not in ran.stderr


def test_a_reader_that_goes_away_is_no_error() -> None:
    ran = shell('"$0" --help | true; exit ${PIPESTATUS[0]}')
    assert ran.returncode in (0, 1)  # 0 if all was written before the pipe was closed
    assert ran.stderr == ""


def test_a_current_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    ran = shell('rmdir "$PWD"; "$0" bootstrap', folder=folder)
    assert ran.returncode == 1
    Surroundings.FOLDER_GONE.check(ran.stderr)

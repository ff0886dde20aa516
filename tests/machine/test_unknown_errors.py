"""An error that no part of the program explains ends in one line and a private file, never in a traceback."""

import json
import re
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from errors import CounterPromoError
from machine import unknown_errors
from tests.conftest import PROJECT


def reported(error: BaseException) -> CounterPromoError:
    told: list[CounterPromoError] = []
    unknown_errors.report(error, told.append)
    assert len(told) == 1
    return told[0]


def test_an_unknown_error_is_one_line_and_names_its_details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    secret = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
    error = reported(KeyError(f"nope {secret}\nmore"))
    assert error.message.startswith("unexpected KeyError: 'nope ****")
    assert "\n" not in error.message
    (details,) = tmp_path.glob("counterpromo-error-*/details.txt")
    assert str(details) in error.message
    assert secret not in details.read_text()
    assert stat.S_IMODE(details.parent.stat().st_mode) == 0o700


def test_an_error_without_a_writable_folder_is_reported_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert "no details could be written" in reported(ValueError("x")).message


@pytest.mark.parametrize(
    "error",
    [
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        json.JSONDecodeError("Expecting value", "x", 0),
        subprocess.TimeoutExpired(["node"], 3),
        MemoryError(),
        PermissionError(13, "Permission denied", "/x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_of_python_itself_has_a_cause_and_a_cure(error: BaseException) -> None:
    known = unknown_errors.explain(error)
    assert known is not None
    assert known.cure


def test_a_command_that_breaks_shows_no_traceback(tmp_path: Path) -> None:
    script = (
        "from cli import app\n"
        "@app.app.command('break')\n"
        "def broken() -> None: raise LookupError('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY is not there')\n"
        "import sys; sys.argv[1:] = ['break']; app.main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert re.fullmatch(
        r"error: unexpected LookupError: \*\*\*\* is not there \(details: \S+\)\n"
        r"try: run the same command again[^\n]*\n",
        ran.stderr,
    )

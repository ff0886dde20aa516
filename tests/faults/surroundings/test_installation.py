"""The faults of an installation and of a checkout, each held against what is said. No sandbox is started."""

import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

from envs.load import load
from errors import CounterPromoError
from machine import package_cache
from terraform.diagnostics.error_messages import explain
from tests.conftest import ENVS, PROJECT, write_envs
from tests.faults.surroundings.installation_rows import Installation
from tests.machine.test_installation import checkout, make

__all__ = ["checkout"]
Capsys = pytest.CaptureFixture[str]


def say(*, folder: Path = PROJECT, **variables: str) -> str:
    """Returns what `say` prints of this folder, in a process with these variables."""
    script = "import os; from cli.terminal import say; say(f'here: {os.getcwd()}')"
    environ = {**os.environ, "PYTHONPATH": str(PROJECT), **variables}
    ran = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environ, capture_output=True, check=False)
    return (ran.stderr + ran.stdout).decode()


def test_unsupported_python_is_refused(checkout: Path) -> None:
    python = checkout / "python"
    python.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.14.0" && exit 0\nexit 1\n')
    python.chmod(0o755)
    (checkout / ".venv" / ".runtime").unlink()
    Installation.OTHER_PYTHON.check(make(checkout, "PYTHON=./python").stderr)
    assert (checkout / ".venv").is_dir()


def test_missing_python_makes_the_venv_anew(checkout: Path) -> None:
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nonexistent/python3")
    Installation.PYTHON_GONE.check(make(checkout, "--dry-run").stderr)


def test_moved_checkout_makes_the_venv_anew(checkout: Path) -> None:
    Installation.MOVED.check(make(checkout.rename(checkout.with_name("moved")), "--dry-run").stderr)


def test_checkout_with_autocrlf_keeps_lf(tmp_path: Path) -> None:
    """Git writes the file as it does on Windows."""
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=me", "-c", "user.email=me@localhost"]
    (tmp_path / ".gitattributes").write_text((PROJECT / ".gitattributes").read_text())
    (tmp_path / "script.sh").write_bytes(b"#!/bin/sh\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "script"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    (tmp_path / "script.sh").unlink()
    ran = subprocess.run([*git, "checkout", "script.sh"], cwd=tmp_path, capture_output=True, text=True, check=True)
    Installation.LINE_ENDS.check(ran.stderr)
    assert (tmp_path / "script.sh").read_bytes() == b"#!/bin/sh\n"


def test_settings_file_with_a_byte_order_mark_is_read(tmp_path: Path, capsys: Capsys) -> None:
    text = (write_envs(tmp_path) / "dev.toml").read_text(encoding="utf-8")
    (tmp_path / "dev.toml").write_text(text, encoding="utf-8-sig")
    assert load("dev", tmp_path) == load("dev", ENVS)
    Installation.MARK.check(capsys.readouterr().err)


def test_path_that_is_not_ascii_is_shown_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "mit Leerzeichen é"
    folder.mkdir()
    for variables in ({"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        said = say(folder=folder, **variables)
        Installation.ASCII.check(said)
        assert "here: " in said
    assert str(folder) in say(folder=folder, LC_ALL="C")


def test_python_starts_in_every_locale_from_a_checkout_whose_path_is_not_ascii() -> None:
    """Python reads .pth files in the encoding of the locale."""
    named = sysconfig.get_path("purelib") + "/_counterpromo_infrastructure.pth"
    assert Path(named).read_text(encoding="ascii") == "../../../..\n"
    assert (Path(named).parent / "../../../..").resolve() == PROJECT


@pytest.mark.parametrize("home", ["/dev/null/home", ""])
def test_unwritable_home_folder_moves_the_cache(
    home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert package_cache.variables({"HOME": home})[package_cache.ROOT].startswith(str(tmp_path))
    Installation.HOME.check(capsys.readouterr().err)


def test_saved_plan_of_another_terraform_is_refused(capsys: Capsys) -> None:
    said = "plan file was created by Terraform 1.12.0, but this is 1.11.4; plan files cannot be transferred between "
    explained = explain((f"Failed to read plan from plan file\n{said}different Terraform versions",))
    assert explained is not None
    Installation.OTHER_TERRAFORM.check_error(CounterPromoError(explained.what, cure=explained.cure), capsys)


@pytest.mark.parametrize("columns", ["0", "²", "-3", "99999999999999999999"])
def test_terminal_without_columns_shows_the_result(columns: str) -> None:
    said = say(COLUMNS=columns)
    Installation.WIDTH.check(said)
    assert said == f"here: {PROJECT}\n"

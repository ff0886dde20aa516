"""An installation runs the code of its checkout, is made anew where it no longer works, and refuses another Python."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

CACHES = ("UV_CACHE_DIR", "XDG_CACHE_HOME", "npm_config_cache", "PIP_NO_CACHE_DIR", "MAKEFLAGS", "MAKELEVEL")


@pytest.mark.parametrize("module", ["errors", "main", "cli", "machine", "stacks"])
def test_an_installed_module_is_the_checkouts_file(module: str, tmp_path: Path) -> None:
    script = f"import importlib.util; print(importlib.util.find_spec({module!r}).origin)"
    ran = subprocess.run([sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(ran.stdout.strip()).is_relative_to(PROJECT)
    assert "site-packages" not in ran.stdout


@pytest.fixture(params=["checkout", "a checkout é's"])
def checkout(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the Makefile and an environment whose Python is this one; also with blanks and an accent."""
    folder = tmp_path / str(request.param)
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in ("Makefile", "uv.lock", "pyproject.toml"):
        shutil.copy(PROJECT / name, folder)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (folder / ".venv" / ".runtime").write_text(f"{folder}\n", encoding="utf-8")
    return folder


def make(checkout: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = ["make", *arguments, "install-runtime"]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


def test_an_environment_that_works_is_kept(checkout: Path) -> None:
    assert "made anew" not in make(checkout, "--dry-run").stderr
    assert (checkout / ".venv").is_dir()


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Path) -> None:
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nonexistent/python3")
    ran = make(checkout, "--dry-run")
    assert "made anew" in ran.stderr
    assert "-m venv .venv" in ran.stdout
    assert not (checkout / ".venv").exists()


def test_an_environment_that_was_made_in_another_folder_is_made_anew(checkout: Path) -> None:
    moved = checkout.rename(checkout.with_name("moved"))
    assert "made anew" in make(moved, "--dry-run").stderr
    assert not (moved / ".venv").exists()


@pytest.mark.parametrize("version", ["3.10.13", "3.14.0"])
def test_a_python_that_will_not_do_is_refused_in_one_line(version: str, checkout: Path) -> None:
    python = checkout / "python"
    python.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "Python {version}" && exit 0\nexit 1\n')
    python.chmod(0o755)
    (checkout / ".venv" / ".runtime").unlink()
    ran = make(checkout, "PYTHON=./python")
    assert ran.returncode
    assert f"error: Python 3.11 to 3.13 is needed, and ./python is Python {version}\ntry: make PYTHON=" in ran.stderr


@pytest.mark.parametrize("home", ["writable", "missing/too", "file", "", None])
def test_caches_are_in_the_checkout_where_the_home_folder_cannot_be_written(home: str | None, checkout: Path) -> None:
    """A file in place of the folder, as root may write into any folder."""
    (checkout / "writable").mkdir()
    (checkout / "file").touch()
    environ = {name: value for name, value in os.environ.items() if name not in CACHES}
    environ |= {"HOME": str(checkout / home) if home else ""} if home is not None else {}
    if home is None:
        del environ["HOME"]
    script = checkout / "show.mk"
    script.write_text("include Makefile\nshow:\n\t@env\n")
    command = ["make", "-f", "show.mk", "show"]
    ran = subprocess.run(command, cwd=checkout, env=environ, capture_output=True, text=True, check=True)
    usable = home in ("writable", "missing/too")
    assert ("UV_CACHE_DIR=.cache/uv" not in ran.stdout) == usable
    assert ("npm_config_cache=.cache/npm" not in ran.stdout) == usable


def test_scripts_and_lock_files_have_lf_in_every_checkout() -> None:
    listed = subprocess.run(
        ["git", "check-attr", "eol", "modules/jsii_node.sh", "uv.lock", ".terraform.lock.hcl"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout.count("eol: lf") == 3

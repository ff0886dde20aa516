"""The command in .venv/bin: no module, variable or folder of the shell stands in for its own Python and packages."""

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.faults.surroundings.installation_rows import Installation

LAUNCHER = PROJECT / "cli" / "counterpromo.sh"
COMMAND = Path(sys.executable).with_name("counterpromo")


def run(command: Path, *words: str, cwd: Path = PROJECT, **variables: str) -> "subprocess.CompletedProcess[str]":
    environ = {**os.environ, **variables}
    return subprocess.run([command, *words], cwd=cwd, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def shadows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a module under the name of each module of Python, of each package and of each room."""
    folder = tmp_path_factory.mktemp("shadows")
    ours = {path.stem for path in PROJECT.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    for name in {*sys.stdlib_module_names, *importlib.metadata.packages_distributions(), *ours}:
        if name.isidentifier():
            (folder / f"{name}.py").write_text('raise SystemExit("shadowed")\n')
    return folder


def test_the_installed_command_is_this_launcher() -> None:
    assert COMMAND.read_text() == LAUNCHER.read_text()


def test_modules_of_the_shell_do_not_stand_in_for_packages(shadows: Path) -> None:
    spoiled = {"PYTHONHOME": "/nonexistent", "PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "2"}
    ran = run(COMMAND, "--help", cwd=shadows, PYTHONPATH=str(shadows), **spoiled)
    Installation.SHADOWS.check(ran.stderr)
    assert ran.returncode == 0
    assert "Usage: counterpromo " in ran.stdout


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """The folder `bin` of a virtual environment whose Python prints its arguments; its path holds a blank."""
    folder = tmp_path / "of mine" / "bin"
    folder.mkdir(parents=True)
    (folder.parent / "pyvenv.cfg").touch()
    (folder / "counterpromo").write_bytes(LAUNCHER.read_bytes())
    (folder / "python").write_text('#!/bin/sh\nprintf "[%s]" "$0" "$@"\n')
    for name in ("counterpromo", "python"):
        (folder / name).chmod(0o755)
    return folder


def test_it_starts_the_python_beside_it_also_by_a_link(environment: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    linked.symlink_to(environment / "counterpromo")
    for command in (environment / "counterpromo", linked):
        assert run(command, "plan", "a b").stdout == f"[{environment / 'python'}][-I][-m][cli.app][plan][a b]"


def test_no_other_program_is_needed(environment: Path) -> None:
    (environment / "python").unlink()
    (environment / "python").symlink_to("/bin/echo")
    assert run(environment / "counterpromo", "plan", PATH="").stdout == "-I -m cli.app plan\n"


def test_a_python_that_is_gone_is_named(environment: Path) -> None:
    (environment / "python").unlink()
    ran = run(environment / "counterpromo", "plan")
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"error: there is no Python at {environment / 'python'}")
    assert "try: make install" in ran.stderr

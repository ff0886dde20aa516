"""Fixtures that all tests share: the project's own stacks, synthesized once, and stacks from changed settings."""

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import tomlkit
from hypothesis import settings

from main import synthesize
from tests.stack import Stack

# A busy machine is slow: no property test fails for the time that one example takes.
settings.register_profile("counterpromo", deadline=None)
settings.load_profile("counterpromo")

PROJECT = Path(__file__).resolve().parent.parent
ENVS = PROJECT / "envs"
Change = Callable[[Any], None]

# A shell that starts pytest in the background makes it ignore SIGINT, and every child process inherits that.
# https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_12
signal.signal(signal.SIGINT, signal.default_int_handler)


def use_home_that_can_be_written() -> None:
    """Sets HOME to a copy in links where the user's is read-only: tools such as cdktf and pre-commit write there."""
    home = Path.home()
    if os.access(home, os.W_OK):
        return
    folder = Path(tempfile.mkdtemp(prefix="counterpromo-home-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for entry in home.iterdir() if home.is_dir() else ():
        if entry.name not in (".cache", ".terraform.d"):
            (folder / entry.name).symlink_to(entry)
    os.environ["HOME"] = str(folder)


use_home_that_can_be_written()


# Long ones first, so that the workers of pytest-xdist end together.
_FIRST = (
    "tests/cli/adoption/test_any_shape.py",
    "tests/cli/adoption/test_interrupted_import.py",
    "tests/faults/test_state.py",
    "tests/faults/test_adopted.py",
    "tests/cli/",
    "tests/bindings/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files stay whole (`--dist loadscope`): what is costly to set up is set up once a file. Soak has its own turn."""
    if os.environ.get("COUNTERPROMO_SOAK") != "1":
        for item in items:
            if item.get_closest_marker("soak"):
                item.add_marker(pytest.mark.skip(reason="COUNTERPROMO_SOAK=1, or make soak"))
    items.sort(
        key=lambda item: next((at for at, name in enumerate(_FIRST) if item.nodeid.startswith(name)), len(_FIRST))
    )


def write_envs(folder: Path, change: Change | None = None) -> Path:
    """A folder of the account's settings and DEV's, changed; another environment costs every synth its time."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "account.toml").write_text((ENVS / "account.toml").read_text(encoding="utf-8"), encoding="utf-8")
    document = tomlkit.parse((ENVS / "dev.toml").read_text(encoding="utf-8"))
    if change:
        change(document)
    (folder / "dev.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the project's synthesized stacks: the account's, DEV's and PROD's."""
    outdir = tmp_path_factory.mktemp("synth")
    envs = write_envs(outdir / "envs")
    copy(ENVS / "prod.toml", envs)
    synthesize(envs=envs, outdir=outdir / "out")
    return outdir / "out" / "stacks"


@pytest.fixture(scope="session")
def dev(stacks: Path) -> Stack:
    return Stack.read(stacks / "dev")


@pytest.fixture(scope="session")
def prod(stacks: Path) -> Stack:
    return Stack.read(stacks / "prod")


@pytest.fixture(scope="session")
def account(stacks: Path) -> Stack:
    return Stack.read(stacks / "account")


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Change], Stack]:
    """Synthesizes DEV from changed settings."""

    def make(change: Change) -> Stack:
        synthesize(envs=write_envs(tmp_path / "envs", change), outdir=tmp_path / "out")
        return Stack.read(tmp_path / "out" / "stacks" / "dev")

    return make

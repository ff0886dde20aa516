"""DEV made by hand and adopted once; each row of a table works on a copy of the account and of the settings."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from tests.adoption.account import Account, handmade
from tests.cli.workplace import Workplace

AT_ONCE = int(os.environ.get("COUNTERPROMO_ROWS_AT_ONCE", "2"))
_SAVED = re.compile(r"--reviewed ([0-9a-f]{64})")
_One = TypeVar("_One")
_Made = TypeVar("_Made")


@dataclass(frozen=True, kw_only=True)
class Planned:
    """The end of a plan: its exit code, its Markdown report, and what it wrote on stderr.

    `hash` is the SHA-256 of a plan that was saved.
    """

    exit_code: int
    report: str
    stderr: str
    hash: str = ""


@pytest.fixture(scope="session")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with handmade(tmp_path_factory.mktemp("adopted")) as account:
        ended = account.adopt()
        assert ended.returncode == 0, ended.stdout + ended.stderr
        yield account


@contextmanager
def copy_of(account: Account, folder: Path) -> Iterator[Account]:
    """Yields a copy of the account with its settings: what happens in it is seen by nobody else."""
    folder.mkdir(parents=True)
    shutil.copytree(account.workplace.envs, folder / "envs")
    with account.workplace.sandbox.copy() as sandbox:
        yield Account(workplace=Workplace(sandbox=sandbox, folder=folder))


def planned(account: Account, *more: str) -> Planned:
    """Plans DEV as the workflows do. `more` is `--save` for an apply, `--added` for the nightly check."""
    body = account.workplace.folder / "plan.md"
    body.unlink(missing_ok=True)
    options = ("--no-lock", "--format", "markdown", "--output", str(body), *more)
    ended = account.workplace.run("plan", "dev", *options, timeout=1800)
    report = body.read_text(encoding="utf-8") if body.exists() else ""
    saved = _SAVED.search(ended.stdout)
    hash_ = saved[1] if saved else ""
    return Planned(exit_code=ended.returncode, report=report, stderr=ended.stderr, hash=hash_)


def some_at_once(each: Sequence[_One], make: Callable[[_One], _Made]) -> list[_Made]:
    """Returns what is made of each, in their order. An apply mostly waits, so several run at once."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(make, each))

"""Shared by the tests of the command line: an emulated account, a tiny stack without a provider, the command."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from sandbox.server import Sandbox

PROJECT = Path(__file__).resolve().parent.parent.parent
ACCOUNT, REGION = "437064342167", "eu-west-2"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """An empty account of the settings' number."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as running:
        yield running


@pytest.fixture
def counterpromo(tmp_path: Path) -> Run:
    """Runs the command in a process of its own, in no terminal, with an out folder of its own."""

    def run(
        *arguments: str, env: Mapping[str, str] = os.environ, timeout: float = 300
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "cli.app", *arguments],
            cwd=PROJECT,
            env={"CDKTF_OUTDIR": str(tmp_path / "out"), **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run

"""Shared by the tests of jobs: a checkout with a history, an emulated GitHub, a `counterpromo` with set endings."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.workflows import emulated_github, stand_in
from tests.workflows.emulated_github import REPOSITORY, Hub
from tests.workflows.runner import Runner, base_environment


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A checkout on main, whose remote is itself; what the tool is told, and how it was called."""

    runner: Runner
    hub: Hub
    folder: Path

    def tell(self, **endings: list[dict[str, Any]]) -> None:
        """The ending of each command, call by call: exit code and output."""
        (self.folder / "told").write_text(json.dumps(endings), encoding="utf-8")

    def calls(self) -> list[list[str]]:
        noted = self.folder / "calls"
        return [json.loads(line) for line in noted.read_text(encoding="utf-8").splitlines()] if noted.is_file() else []

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.runner.folder, capture_output=True, text=True, check=True, env=_GIT
        )
        return done.stdout.strip()

    def commit(self, *, on: str = "main") -> str:
        """One more commit on a branch; main's own is what `origin/main` says, too."""
        self.git("checkout", "--quiet", "-B", on, *([] if on == "main" else ["main"]))
        self.git("commit", "--quiet", "--allow-empty", "--message", f"on {on}")
        if on == "main":
            self.git("update-ref", "refs/remotes/origin/main", "HEAD")
        return self.git("rev-parse", "HEAD")


_GIT = {
    **os.environ,
    **{f"GIT_{who}_{what}": "nobody@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


@pytest.fixture
def hub() -> Iterator[Hub]:
    with emulated_github.running() as running:
        yield running


@pytest.fixture
def scene(hub: Hub, tmp_path: Path) -> Scene:
    checkout, bin_, temp = (tmp_path / name for name in ("checkout", "bin", "temp"))
    for folder in (bin_, temp):
        folder.mkdir()
    shutil.copytree(PROJECT / ".github", checkout / ".github")
    (checkout / "envs").mkdir()
    shutil.copy(PROJECT / "envs" / "dev.toml", checkout / "envs")
    tool = bin_ / "counterpromo"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{stand_in.__file__}" "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    path = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    environ = {
        **base_environment(path=path),
        **{name: value for name, value in hub.environ().items() if name != "GITHUB_TOKEN"},
        "STAND_IN": str(tmp_path),
    }
    github = {"repository": REPOSITORY, "run_id": "77", "sha": "5" * 40}
    runner = Runner(folder=checkout, temp=temp, environ=environ, github=github)
    made = Scene(runner=runner, hub=hub, folder=tmp_path)
    made.tell()
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("add", ".")
    made.git("commit", "--quiet", "--message", "first")
    made.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return made

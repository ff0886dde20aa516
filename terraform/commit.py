"""The git commit that a command runs from; a reviewed plan is only valid for one commit."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from terraform.process import run

NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Commit:
    """A commit. `id` is `none` outside of a git checkout; `dirty` is True if files differ from the commit."""

    id: str
    dirty: bool

    def __str__(self) -> str:
        return f"{self.id[:12]}{' with changes' if self.dirty else ''}"


def current(root: Path) -> Commit:
    """Returns the commit that is checked out at `root`."""
    git = which("git")
    if git is None:
        return Commit(id=NONE, dirty=False)
    head = run((git, "rev-parse", "HEAD"), cwd=root, env=os.environ)
    if head.exit_code != 0:
        return Commit(id=NONE, dirty=False)
    status = run((git, "status", "--porcelain", "--untracked-files=no"), cwd=root, env=os.environ)
    return Commit(id=head.stdout.strip(), dirty=bool(status.stdout.strip()) or status.exit_code != 0)

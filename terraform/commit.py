"""Which commit a command runs from, so that a verdict can say what code it was given for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from terraform.process import run

NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Commit:
    """`id` is `none` outside of a git checkout; `dirty` says that files differ from the commit."""

    id: str
    dirty: bool

    def __str__(self) -> str:
        return f"{self.id[:12]}{' with changes' if self.dirty else ''}"


def current(root: Path) -> Commit:
    """The commit that is checked out at `root`."""
    git = which("git")
    if git is None:
        return Commit(id=NONE, dirty=False)
    head = run((git, "rev-parse", "HEAD"), cwd=root, env=os.environ)
    if head.exit_code != 0:
        return Commit(id=NONE, dirty=False)
    status = run((git, "status", "--porcelain", "--untracked-files=no"), cwd=root, env=os.environ)
    return Commit(id=head.stdout.strip(), dirty=bool(status.stdout.strip()) or status.exit_code != 0)

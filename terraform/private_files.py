"""Files for this user's eyes only: a plan or a state holds all that the account's resources say of themselves."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Mode 600 before the first byte is in it, also where the file was there already."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")


DAY_SECONDS = 24 * 60 * 60


def sweep() -> None:
    """Remove our own temporary folders that are older than a day; what is not ours, or goes meanwhile, is left."""
    for folder in Path(tempfile.gettempdir()).glob("counterpromo-*-*"):
        try:
            found = folder.lstat()
        except FileNotFoundError:
            continue
        if found.st_uid == os.getuid() and time.time() - found.st_mtime > DAY_SECONDS and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)

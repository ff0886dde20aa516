"""What a run that was killed could not take away: plans and drafts in the temporary folder, private, and gone in a day.

A run takes its own away when it ends, unless it is killed outright. Nobody applies a plan that is a day old.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

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

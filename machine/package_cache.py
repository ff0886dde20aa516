"""The folder in which jsii unpacks its packages, for a user whose home folder cannot be written.

In: environment variables. Out: the variables that Node gets in addition. A container that runs as another user, a
read-only home folder and a cache that belongs to root all end here.
https://github.com/aws/jsii/tree/v1.112.0/packages/%40jsii/kernel/src/tar-cache
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = "JSII_RUNTIME_PACKAGE_CACHE_ROOT"
SWITCH = "JSII_RUNTIME_PACKAGE_CACHE"
PRIVATE = 0o700


def variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Returns a folder of this user below TMPDIR if jsii's own cannot be written; no cache if that cannot be, either.

    Returns nothing where jsii's own folder is fit, or where a person has set one of the two variables.
    """
    if environ.get(ROOT) or environ.get(SWITCH):
        return {}
    home = environ.get("HOME")
    if home and is_writable(_default(Path(home))):
        return {}
    own = Path(tempfile.gettempdir()) / f"counterpromo_jsii_{os.getuid()}"
    return {ROOT: str(own)} if _make_private(own) else {SWITCH: "disabled"}


def is_writable(folder: Path) -> bool:
    """Makes the cache folder, and checks that this user may write into it and into the folders of its packages.

    jsii would make it too, but waits for ever where the system refuses it without a reason that Node knows.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        inside = (each for each in (*folder.glob("*"), *folder.glob("*/*")) if each.is_dir())
        return all(os.access(each, os.W_OK | os.X_OK) for each in (folder, *inside))
    except OSError:
        return False


def _default(home: Path) -> Path:
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "com.amazonaws.jsii" / "package-cache"
    return home / ".cache" / "aws" / "jsii" / "package-cache"


def _make_private(folder: Path) -> bool:
    """Makes a folder that only this user can write; False if another user has made one of that name."""
    try:
        folder.mkdir(mode=PRIVATE, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022

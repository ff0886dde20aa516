"""Records what `terraform init` was run with, and tells if a stack folder needs another init.

An init takes a second or two because it reads the whole provider; the note says what it was made from, so any change of
backend, required versions, lock file or provider shows. Terraform itself has the last word: see `Terraform`.

Terraform keeps the settings of the backend beside the note. A full disk leaves that file cut short, and then every run
of terraform fails on it, an init too: such a file needs another init, without it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

from settings.provider_version import PROVIDER_VERSION
from terraform.provider import LOCK_FILE, PROVIDER, this_platform, version_in

NOTE = Path(".terraform", "counterpromo.initialised")
BACKEND = Path(".terraform", "terraform.tfstate")


def is_current(stack_dir: Path) -> bool:
    note = stack_dir / NOTE
    if not note.is_file() or damaged_backend(stack_dir):
        return False
    return note.read_bytes() == _made_from(stack_dir).encode()


def remember(stack_dir: Path) -> None:
    note = stack_dir / NOTE
    note.parent.mkdir(exist_ok=True)
    note.write_text(_made_from(stack_dir), encoding="utf-8")


def forget(stack_dir: Path) -> None:
    _remove(stack_dir / NOTE)


def damaged_backend(stack_dir: Path) -> bool:
    """Returns True if terraform's own note of the backend is there and is no JSON object."""
    note = stack_dir / BACKEND
    if not os.path.lexists(note):
        return False
    try:
        return not isinstance(json.loads(note.read_bytes()), dict)
    except (OSError, ValueError):
        return True


def forget_backend(stack_dir: Path) -> None:
    """Removes terraform's own note of the backend. It holds settings only: the state is where the stack puts it."""
    _remove(stack_dir / BACKEND)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _made_from(stack_dir: Path) -> str:
    """Returns a digest of all that `terraform init` reads: `terraform` blocks, lock file, place of the provider."""
    blocks = [
        json.loads(path.read_text(encoding="utf-8")).get("terraform") for path in sorted(stack_dir.glob("*.tf.json"))
    ]
    version = next(filter(None, (version_in(block or {}) for block in blocks)), PROVIDER_VERSION)
    lock = stack_dir / LOCK_FILE.name
    installed = stack_dir / ".terraform" / "providers" / PROVIDER / version / this_platform()
    parts = [
        json.dumps(blocks, sort_keys=True),
        lock.read_bytes().hex() if lock.is_file() else "",
        str(installed.resolve()) if installed.exists() else "",
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()

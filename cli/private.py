"""Files for this user's eyes only: a plan or a state holds all that the account's resources say of themselves."""

from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Mode 600 before the first byte is in it, also where the file was there already."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")

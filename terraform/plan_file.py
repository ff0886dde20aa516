"""A saved plan as a file: its SHA-256, and the state that it was made from, which terraform stores in it.

The file is a zip archive with the prior state as `tfstate`; tried with terraform 1.11.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from errors import CounterPromoError


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The state that a plan was made from. Before the first apply, lineage is empty and serial 0."""

    lineage: str
    serial: int


def sha256(saved: Path) -> str:
    """Returns the SHA-256 of a file in hexadecimal."""
    with saved.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def origin(saved: Path) -> Origin:
    """Returns the state that a saved plan was made from. Raises CounterPromoError if the file is not a saved plan."""
    try:
        with zipfile.ZipFile(saved) as archive:
            return origin_of(archive.read("tfstate"))
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError) as fault:
        raise CounterPromoError(f"{saved} is not a saved plan: {fault}", cure="counterpromo plan ENV --save") from fault


def origin_of(state: bytes | None) -> Origin:
    """Returns lineage and serial of a state file; None is no state. Raises ValueError or KeyError."""
    if not state:
        return Origin(lineage="", serial=0)
    document = json.loads(state)
    return Origin(lineage=document["lineage"], serial=document["serial"])

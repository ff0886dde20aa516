"""A saved plan as a file: its fingerprint, and the state it was made from, which terraform puts into it.

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
    """Which state a plan was made from. Without any state yet, lineage is empty and serial 0."""

    lineage: str
    serial: int


def sha256(saved: Path) -> str:
    with saved.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def origin(saved: Path) -> Origin:
    """Raises CounterPromoError where the file is not a saved plan."""
    try:
        with zipfile.ZipFile(saved) as archive:
            return origin_of(archive.read("tfstate"))
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError) as fault:
        raise CounterPromoError(f"{saved} is not a saved plan: {fault}", cure="counterpromo plan ENV --save") from fault


def origin_of(state: bytes | None) -> Origin:
    """Of a state as it lies in the backend; None where there is none yet. Raises ValueError or KeyError."""
    if not state:
        return Origin(lineage="", serial=0)
    document = json.loads(state)
    return Origin(lineage=document["lineage"], serial=document["serial"])

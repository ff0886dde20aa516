"""The protected manifest: what the last apply left protected from being destroyed, kept beside the state.

`prevent_destroy` goes with its block, and no plan tells of it; so the guard is told what it was before.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from errors import CounterPromoError, Refused

if TYPE_CHECKING:
    from settings.account import StateSettings
    from terraform.state.bucket import Store


class Manifest(BaseModel):
    """Addresses, and where a file gives them, the ids that an adoption has to import."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    version: int = 1
    protected: list[str] = []
    imports: dict[str, str] | None = None


def key_of(state: StateSettings) -> str:
    """Where it lies in the state's bucket."""
    return f"{state.key}.protected.json"


def read_file(path: Path) -> Manifest:
    """Raises CounterPromoError where it cannot be read: a broken manifest protects nothing."""
    try:
        return _parse(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as fault:
        raise CounterPromoError(f"{path}: not utf-8 at byte {fault.start}", cure=f"edit {path}") from None


def read(state: StateSettings, *, store: Store) -> Manifest:
    """The one of the last apply; empty before the first. Raises as the store does, where we may not look."""
    body = store.get(key_of(state))
    return (
        Manifest() if body is None else _parse(body.decode("utf-8", "replace"), f"s3://{store.bucket}/{key_of(state)}")
    )


def write(protected: frozenset[str], state: StateSettings, *, store: Store) -> None:
    """After an apply; the same addresses are written once."""
    fresh = Manifest(protected=sorted(protected))
    if read(state, store=store) != fresh:
        store.put(key_of(state), (fresh.model_dump_json(indent=2, exclude_none=True) + "\n").encode())


def _parse(text: str, where: str) -> Manifest:
    try:
        document = json.loads(text)
        found = Manifest.model_validate(document)
    except (ValueError, RecursionError, ValidationError) as fault:
        first = " ".join(str(fault).split())[:160]
        raise Refused(
            f"{where} is no manifest: {first}", cure="counterpromo apply ENV writes it anew, once it is removed"
        ) from None
    if found.version != 1:
        raise Refused(f"{where} has version {found.version}; only 1 is understood", cure="use the tool that wrote it")
    return found

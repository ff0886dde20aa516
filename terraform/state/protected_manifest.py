"""The protected manifest: the addresses that had `prevent_destroy` at the last apply, stored beside the state.

No plan shows `prevent_destroy`, and it is removed together with its resource block: the guard compares with this list.
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
    """Protected addresses, and in a file also the ids that an adoption must import."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    version: int = 1
    protected: list[str] = []
    imports: dict[str, str] | None = None


def key_of(state: StateSettings) -> str:
    """Returns the key of the manifest in the state's bucket."""
    return f"{state.key}.protected.json"


def read_file(path: Path) -> Manifest:
    """Returns the manifest in a file. Raises CounterPromoError if it cannot be read: it would protect nothing."""
    try:
        return _parse(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as fault:
        raise CounterPromoError(f"{path}: not utf-8 at byte {fault.start}", cure=f"edit {path}") from None


def read(state: StateSettings, *, store: Store) -> Manifest:
    """Returns the manifest of the last apply; empty before the first. Raises as the store does."""
    body = store.get(key_of(state))
    return (
        Manifest() if body is None else _parse(body.decode("utf-8", "replace"), f"s3://{store.bucket}/{key_of(state)}")
    )


def write(protected: frozenset[str], state: StateSettings, *, store: Store) -> None:
    """Writes the manifest after an apply, if it has changed."""
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
            f"{where} is not a protected manifest: {first}",
            cure="remove it; the next counterpromo apply ENV writes it again",
        ) from None
    if found.version != 1:
        raise Refused(
            f"{where} has version {found.version}; only version 1 is supported",
            cure="use the version of this tool that wrote it",
        )
    return found

"""A plan's text as a document, or the reason why it is none: nothing that JSON leaves open is guessed.

Of two members of one name most readers take the last, so a plan could show one thing to us and another to them.
https://datatracker.ietf.org/doc/html/rfc8259#section-4
"""

from __future__ import annotations

import json
from typing import Any

# A hundred resources make half a megabyte. Reading takes some ten times the text in memory: this many stay below 1 GB.
LARGEST_BYTES = 64 * 1024 * 1024


class Unreadable(Exception):
    """Why the text is no document."""


def parse(text: bytes) -> dict[str, Any]:
    """The plan's document. Raises Unreadable with the reason."""
    if len(text) > LARGEST_BYTES:
        raise Unreadable(f"it is larger than {LARGEST_BYTES // 1024**2} MiB, which no plan of ours is")
    if not text.strip():
        raise Unreadable("it is empty")
    if text.startswith(b"PK\x03\x04"):
        raise Unreadable("it is a saved plan; its json is wanted: terraform show -json FILE")
    try:
        document = json.loads(text.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as fault:
        raise Unreadable(f"it is not utf-8 at byte {fault.start}") from None
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    except ValueError as fault:
        raise Unreadable(f"it is not json: {fault}") from None
    if not isinstance(document, dict):
        raise Unreadable("it is json, but not an object")
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise Unreadable("an object in it names the same member twice")
    return document


def _no_number(name: str) -> Any:
    raise Unreadable(f"it holds {name}, which is not json")

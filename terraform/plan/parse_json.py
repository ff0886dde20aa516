"""Parses the text of a plan strictly: no guess where JSON is ambiguous.

Most parsers take the last of two members of one name: the guard and another program could read two different plans.
https://datatracker.ietf.org/doc/html/rfc8259#section-4
"""

from __future__ import annotations

import json
from typing import Any

# A plan of a hundred resources takes half a megabyte. Parsing takes ten times the text in memory: below 1 GB.
LARGEST_BYTES = 64 * 1024 * 1024


class Unreadable(Exception):
    """The reason why a text is not the JSON of a plan."""


def parse(text: bytes) -> dict[str, Any]:
    """Returns the document of a plan. Raises Unreadable."""
    if len(text) > LARGEST_BYTES:
        raise Unreadable(f"it is larger than {LARGEST_BYTES // 1024**2} MiB")
    if not text.strip():
        raise Unreadable("it is empty")
    if text.startswith(b"PK\x03\x04"):
        raise Unreadable("it is a saved plan, not its JSON: terraform show -json FILE")
    try:
        document = json.loads(text.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse_constant)
    except UnicodeDecodeError as fault:
        raise Unreadable(f"it is not UTF-8 at byte {fault.start}") from None
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    except ValueError as fault:
        raise Unreadable(f"it is not JSON: {fault}") from None
    if not isinstance(document, dict):
        raise Unreadable("it is JSON, but not an object")
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise Unreadable("an object in it has two members of one name")
    return document


def _refuse_constant(name: str) -> Any:
    raise Unreadable(f"it holds {name}, which is not JSON")

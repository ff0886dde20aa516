"""Reads what terraform prints with `-json`: one event a line, between lines of other programs. Pure.

https://developer.hashicorp.com/terraform/internals/machine-readable-ui
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def events(stdout: str) -> Iterator[Mapping[str, Any]]:
    """Yields each event; lines that are no JSON object are left out."""
    for line in stdout.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event


def errors(stdout: str) -> Iterator[Mapping[str, Any]]:
    """Yields each diagnostic of the severity `error`."""
    for event in events(stdout):
        diagnostic = event.get("diagnostic")
        if diagnostic and diagnostic.get("severity") == "error":
            yield diagnostic

"""Amendments set while the sandbox runs. In: its endpoint. Out: the answers of the emulator change at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from sandbox.overlay.amendment import Amendment
from sandbox.overlay.validate import InvalidAmendment

PATH = "/_overlay"
SECONDS = 60


def lay(endpoint: str, amendments: Sequence[Amendment]) -> None:
    """Sets the amendments, in place of those there were. Raises InvalidAmendment where the sandbox refuses one."""
    _ask(endpoint, "PUT", [each.as_json() for each in amendments])


def shown(endpoint: str) -> list[dict[str, Any]]:
    """Returns the amendments as JSON, each with `met`: the number of answers it was merged into."""
    return _ask(endpoint, "GET")


@contextmanager
def amended(endpoint: str, amendments: Sequence[Amendment]) -> Iterator[None]:
    """Sets the amendments for the length of a block."""
    lay(endpoint, amendments)
    try:
        yield
    finally:
        lay(endpoint, ())


def _ask(endpoint: str, method: str, amendments: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    connection = HTTPConnection(urlsplit(endpoint).netloc, timeout=SECONDS)
    try:
        connection.request(method, PATH, body=None if amendments is None else json.dumps(amendments))
        response = connection.getresponse()
        text = response.read().decode()
    finally:
        connection.close()
    if response.status >= 300:
        raise InvalidAmendment(text)
    answered: list[dict[str, Any]] = json.loads(text)
    return answered

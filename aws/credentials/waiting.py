"""A line about a credential_process that takes long: boto3 waits for its end, however long that takes, in silence."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from aws.credentials.sources import Place

log = logging.getLogger("counterpromo.identity")
SILENT_SECONDS = 5.0


@contextmanager
def told(method: str, place: Place, *, after: float = SILENT_SECONDS) -> Iterator[None]:
    """Logs what is waited for, once, if the block takes longer than `after` seconds and a program runs in it."""
    runs_program = method == "custom-process" or (method == "assume-role" and bool(place.uses_process))
    if not runs_program:
        yield
        return
    line = f"waiting for {place.words('custom-process')}, in {place.file}; Ctrl-C stops it"
    timer = Timer(after, log.info, args=(line,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

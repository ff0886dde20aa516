"""The three standard streams of a process: one that is closed, full or gone does not end a command in a traceback."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO, cast


def open_closed() -> None:
    """Opens each standard stream that whoever started us has closed (`>&-`) on the null device.

    Python has None in place of such a stream, and the next file that is opened would get its number.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
    sys.stdin = sys.stdin or _opened(0, "r")
    sys.stdout = sys.stdout or _opened(1, "w")
    sys.stderr = sys.stderr or _opened(2, "w")


def _opened(number: int, mode: str) -> TextIO:
    return cast(TextIO, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def drop_unwritable() -> None:
    """Leads a stream that cannot be written to the null device: Python writes what is left in it when it ends."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, number)
            os.close(null)
            with suppress(OSError):
                stream.flush()

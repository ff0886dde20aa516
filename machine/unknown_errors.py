"""The last resort for an error that no part of the program has explained: one line, and a file with the details.

`report` is installed as `sys.excepthook`: it writes the traceback, masked, for this user only, and says where it is.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from errors import CounterPromoError
from machine import masking, os_errors
from machine.masking import mask

LENGTH = 200
NO_THREAD = "can't start new thread"  # Python's words where memory, or the number of processes, is limited


def explain(error: BaseException) -> CounterPromoError | None:
    """Returns what a person reads for an error of a kind that is known everywhere; None for any other."""
    if isinstance(error, CounterPromoError):
        return error
    if isinstance(error, UnicodeError):
        return CounterPromoError(
            f"a text is not in the expected encoding: {_line(error)}",
            cure="save the file as UTF-8; in the shell: export LC_ALL=C.UTF-8",
        )
    if isinstance(error, json.JSONDecodeError):
        return CounterPromoError(
            f"a file or reply is not JSON: {_line(error)}",
            cure="look at the file named last; git checkout brings a committed file back",
        )
    if type(error).__module__ == "subprocess":
        return CounterPromoError(f"a program failed: {_line(error)}", cure="counterpromo doctor")
    if isinstance(error, MemoryError):
        return CounterPromoError("this machine has no memory left", cure="close other programs, then run again")
    if isinstance(error, RuntimeError) and NO_THREAD in str(error):
        return os_errors.explain(OSError(errno.EAGAIN, NO_THREAD))
    if isinstance(error, OSError):
        return os_errors.explain(error)
    return None


def report(error: BaseException, tell: Callable[[CounterPromoError], None]) -> None:
    """Tells an unexplained error in one line, after writing its details to a private file."""
    known = explain(error)
    details = write_details(error)
    place = f"details: {details}" if details else "no details could be written"
    if known is not None:
        tell(CounterPromoError(f"{known.message} ({place})", cure=known.cure))
        return
    tell(
        CounterPromoError(
            f"unexpected {type(error).__name__}: {_line(error)} ({place})",
            cure="run the same command again; if the error comes back, report it with that file, "
            "which holds no credential",
        )
    )


def hook(tell: Callable[[CounterPromoError], None]) -> Callable[..., None]:
    """Returns a `sys.excepthook` that reports."""

    def handle(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        report(error.with_traceback(trace), tell)

    return handle


def write_details(error: BaseException) -> Path | None:
    """Writes traceback, command and versions, masked, for this user only; None where no folder can be written."""
    text = "".join(
        [
            f"command: {' '.join(sys.argv)}\nfolder: {_cwd()}\n",
            f"python {platform.python_version()} at {sys.executable}, {platform.platform()}\n\n",
            *traceback.format_exception(error),
        ]
    )
    try:
        folder = Path(tempfile.mkdtemp(prefix="counterpromo-error-"))
        file = folder / "details.txt"
        masking.write(file, text)
    except OSError:
        return None
    return file


def _line(error: BaseException) -> str:
    line = mask(" ".join(str(error).split())).rstrip(".")
    return line if len(line) <= LENGTH else line[: LENGTH - 1] + "…"


def _cwd() -> str:
    try:
        return os.getcwd()
    except OSError:
        return "gone"

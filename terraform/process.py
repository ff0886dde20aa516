"""Runs one child process to its end, reads its output line by line, and passes a request to stop on once.

The child gets its own session, so that Ctrl-C in the terminal reaches it through us and only once: terraform stops in
order at the first SIGINT and aborts at the second. If we are killed (`kill -9`, out of memory), Linux sends the SIGINT.
The child writes to unnamed files, not to pipes, so that it can still finish after that.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

LOOK_SECONDS = 0.05
REQUESTS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1  # https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
_LIBC = (
    ctypes.CDLL(None) if sys.platform == "linux" else None
)  # loaded here, because a forked child should not load libraries


@dataclass(frozen=True, kw_only=True)
class Finished:
    """The result of a child process."""

    argv: tuple[str, ...]
    cwd: Path
    exit_code: int
    stdout: str
    stderr: str


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    umask: int = -1,
    on_line: Callable[[str], None] = lambda line: None,
) -> Finished:
    """Runs a program and waits for it. `on_line` gets each line of its output; `umask` is the child's, if set.

    Raises OSError if the child cannot start, KeyboardInterrupt after its end if we were asked to stop meanwhile.
    """
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr, _stop_requested() as asked:
        child = subprocess.Popen(
            argv,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
            umask=umask,
            preexec_fn=partial(_stop_with_parent, os.getpid()),
        )
        _wait(child, stdout=stdout, on_line=on_line, asked=asked)
        _end_orphans(child)
        if asked.is_set():
            raise KeyboardInterrupt
        return Finished(
            argv=tuple(argv),
            cwd=cwd,
            exit_code=child.returncode,
            stdout=_read(stdout).decode(errors="replace"),
            stderr=_read(stderr).decode(errors="replace"),
        )


def _stop_with_parent(parent: int) -> None:
    """Asks Linux, in the child before its exec, for SIGINT once `parent` has ended.

    Linux sends it when the thread that started the child ends; that thread waits for the child. On other systems, a
    child whose parent was killed runs to its end.
    """
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:  # the parent has already ended
            os._exit(1)


def _wait(
    child: subprocess.Popen[bytes], *, stdout: IO[bytes], on_line: Callable[[str], None], asked: threading.Event
) -> None:
    offset, passed_on, ended = 0, False, False
    while not ended:
        if asked.is_set() and not passed_on:
            child.send_signal(signal.SIGINT)
            passed_on = True
        ended = _ended(child)
        fresh = _read(stdout, offset)
        complete = fresh.rfind(b"\n") + 1
        offset += complete
        for line in fresh[:complete].decode(errors="replace").splitlines():
            on_line(line)


def _end_orphans(child: subprocess.Popen[bytes]) -> None:
    """Kills the session of a child that was killed: terraform would leave its providers running."""
    if child.returncode < 0:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _ended(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(timeout=LOOK_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _read(file: IO[bytes], offset: int = 0) -> bytes:
    """Reads a file from a position, without moving its offset: the child shares it and writes there next."""
    size = os.fstat(file.fileno()).st_size
    return os.pread(file.fileno(), size - offset, offset) if size > offset else b""


@contextmanager
def _stop_requested() -> Iterator[threading.Event]:
    """Notes a request to stop instead of obeying it. Only the main thread receives signals."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    heard = [number for number in REQUESTS_TO_STOP if number != signal.SIGHUP or not _ignored(number)]  # by `nohup`
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in heard}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignored(number: int) -> bool:
    return signal.getsignal(number) is signal.SIG_IGN

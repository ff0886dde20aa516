"""Run one child process to its end: its output kept, its lines followed, a request to stop passed on once.

The child gets its own session, so that a Ctrl-C in the terminal reaches it through us and only once (terraform stops
in order at the first and tears itself away at the second). When we are killed (`kill -9`, out of memory), Linux asks it
to stop in our place; it writes to unnamed files rather than pipes, so that it can still put things in order.
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
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded here: a forked child should load nothing


@dataclass(frozen=True, kw_only=True)
class Finished:
    """What a child process left behind."""

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
    """Run and wait; `on_line` sees each line of the output as it comes, `umask` is the child's where it is set.

    Raises OSError if the child cannot start; KeyboardInterrupt, once it has ended, if we were asked to stop meanwhile.
    """
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr, _asked_to_stop() as asked:
        child = subprocess.Popen(
            argv,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
            umask=umask,
            preexec_fn=partial(_stop_with, os.getpid()),
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


def _stop_with(parent: int) -> None:
    """In the child, before it becomes another program: to be asked to stop once `parent` is gone.

    Linux asks when the thread that started the child ends: ours waits for it. Elsewhere nobody asks, and a child whose
    parent was killed goes on to its end.
    """
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:  # gone before it could be asked for
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
    """A terraform that was killed leaves its providers running: all of its session goes with it."""
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
    """By position: the child shares the file's own offset, which must stay where it writes next."""
    size = os.fstat(file.fileno()).st_size
    return os.pread(file.fileno(), size - offset, offset) if size > offset else b""


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """While inside, a request to stop is noted instead of obeyed. Only the main thread hears signals."""
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

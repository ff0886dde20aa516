"""Copies of an emulated account: the process that holds the account forks, and the fork answers on another port.

In: a POST to COPY of a running sandbox. Out: `PORT PID` of the copy, which holds the account as it was at that moment.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

COPY = "/sandbox/copy"
LOOPBACK = "127.0.0.1"
TIMEOUT_SECONDS = 60
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, kw_only=True)
class ForkedProcess:
    """The process of a copy. It is a child of the sandbox's process, not of this one."""

    pid: int
    stdin: None = None

    def poll(self) -> int | None:
        """Returns None while the process runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def terminate(self) -> None:
        """Ends the process; does nothing if it has ended."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """Ends the process at once."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Returns at once: the process that made the copy waits for its end."""
        return 0


@dataclass(frozen=True, kw_only=True)
class Copied:
    """A copy that answers: its port and its process."""

    port: int
    process: ForkedProcess


def ask_for_copy(port: int) -> Copied:
    """Makes a copy of the account on this port. Raises OSError if the sandbox does not answer."""
    connection = HTTPConnection(LOOPBACK, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", COPY)
        made, pid = connection.getresponse().read().split()
    finally:
        connection.close()
    return Copied(port=int(made), process=ForkedProcess(pid=int(pid)))


def copied_on_request(application: Application, *, serve_copy: Callable[[int], None]) -> Application:
    """Returns the application, which also answers COPY. `serve_copy` serves a listening socket in the new process.

    Runs one request at a time, so that no other thread is inside the account while it forks.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if (environ.get("REQUEST_METHOD"), environ.get("PATH_INFO")) != ("POST", COPY):
            return application(environ, start_response)
        port, pid = _fork(serve_copy)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"{port} {pid}".encode()]

    return answer


def _fork(serve_copy: Callable[[int], None]) -> tuple[int, int]:
    """Returns port and process id of the copy. In the new process it serves, and never returns."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind((LOOPBACK, 0))
    listener.listen(128)
    port: int = listener.getsockname()[1]
    pid = os.fork()
    if pid == 0:
        try:
            serve_copy(listener.detach())
        finally:
            os._exit(1)
    listener.close()
    return port, pid

"""Starts and stops the sandbox: an emulated AWS account in a child process, on 127.0.0.1 only.

Input: account id and region. Output: the endpoint, and the environment variables for terraform and boto3.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tenacity import RetryError, retry, retry_if_exception_type, stop_after_delay, wait_fixed

from sandbox.copies import ForkedProcess, ask_for_copy
from sandbox.env_vars import child_environment, client_environment, isolated_environment

LOOPBACK = "127.0.0.1"  # never "localhost": with a host name S3 clients put the bucket before it, and nothing answers
START_SECONDS = 60
STOP_SECONDS = 5
LOG_TAIL_BYTES = 4000


class SandboxError(Exception):
    """The sandbox failed; the message says why and shows the end of its log."""


@dataclass(frozen=True, kw_only=True)
class Sandbox:
    """A running emulated account. As a context manager, it stops the account when the block ends, whatever happened.

    The child ends on SIGINT and SIGTERM, and when this process ends, even by `kill -9` (see `sandbox.moto_process`).
    """

    account_id: str
    region: str
    port: int
    process: subprocess.Popen[bytes] | ForkedProcess
    log: IO[bytes]

    @classmethod
    def start(
        cls,
        *,
        account_id: str,
        region: str,
        port: int = 0,
        corrected: bool = True,
        database_host: str = "",
        database_authority: Path | None = None,
    ) -> Self:
        """Starts the child and returns when it answers. Port 0 takes a free port; `corrected=False` starts plain moto.

        `database_host` is the address of a real server: RDS answers with it as the endpoint of every instance.
        `database_authority` verifies the certificate of that server: with it, tasks of the schema run for real.

        Raises `SandboxError` if moto is not installed, the port is taken or the child does not start.
        """
        if find_spec("moto") is None:
            raise SandboxError("the sandbox needs moto, which is not installed; install it with: make install")
        log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child, closed by stop()
        with _listening_socket(port) as listener:
            process = _spawn(
                listener,
                account_id=account_id,
                corrected=corrected,
                database_host=database_host,
                database_authority=database_authority,
                log=log,
            )
            sandbox = cls(
                account_id=account_id, region=region, port=listener.getsockname()[1], process=process, log=log
            )
        try:
            sandbox._wait_until_ready()
        except BaseException:
            sandbox.stop()
            raise
        return sandbox

    @property
    def endpoint(self) -> str:
        """Returns the URL for `AWS_ENDPOINT_URL`."""
        return f"http://{LOOPBACK}:{self.port}"

    def environment(self) -> dict[str, str]:
        """Returns the variables to add to a client's environment, so that it reaches this sandbox and nothing else."""
        return client_environment(endpoint=self.endpoint, region=self.region)

    def isolated_environment(self) -> dict[str, str]:
        """Returns a client's complete environment: that of this process without its AWS settings, plus ours."""
        return isolated_environment(endpoint=self.endpoint, region=self.region)

    def log_tail(self) -> str:
        """Returns the end of the child's log: requests, and the traceback of a failure."""
        if self.log.closed:
            return ""
        size = os.fstat(self.log.fileno()).st_size
        return os.pread(self.log.fileno(), LOG_TAIL_BYTES, max(0, size - LOG_TAIL_BYTES)).decode(errors="replace")

    @contextmanager
    def copy(self) -> Iterator[Sandbox]:
        """Yields a copy of the account as it is now, on another port: what happens in one is not seen in the other.

        The copy takes milliseconds. It ends with the block, and when this sandbox ends.
        """
        copied = ask_for_copy(self.port)
        try:
            yield replace(self, port=copied.port, process=copied.process)
        finally:
            copied.process.terminate()

    def stop(self) -> None:
        """Ends the child; everything in the account is gone. A second call does nothing."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _wait_until_ready(self) -> None:
        try:
            self._answers()
        except RetryError:
            raise SandboxError(f"the sandbox gave no answer within {START_SECONDS} s\n{self.log_tail()}") from None

    @retry(
        retry=retry_if_exception_type((OSError, HTTPException)),
        stop=stop_after_delay(START_SECONDS),
        wait=wait_fixed(0.1),
    )
    def _answers(self) -> None:
        if (code := self.process.poll()) is not None:
            raise SandboxError(f"the sandbox ended while starting, exit code {code}\n{self.log_tail()}")
        connection = HTTPConnection(LOOPBACK, self.port, timeout=START_SECONDS)  # http.client knows no proxy variables
        try:
            connection.request("GET", "/moto-api/")
            connection.getresponse().read()
        finally:
            connection.close()


def _listening_socket(port: int) -> socket.socket:
    """Returns a bound socket for the child: the port is known at once, and no other process can take it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise SandboxError(
            f"port {port} of {LOOPBACK} cannot be used ({error.strerror}); choose another port, or 0 for a free one"
        ) from None
    listener.listen(128)
    return listener


def _spawn(
    listener: socket.socket,
    *,
    account_id: str,
    corrected: bool,
    database_host: str,
    database_authority: Path | None,
    log: IO[bytes],
) -> subprocess.Popen[bytes]:
    """Starts the child in a session of its own: Ctrl-C reaches only us, so terraform can still release its lock."""
    arguments = ["--socket", str(listener.fileno()), "--parent", str(os.getpid()), "--account", account_id]
    arguments += [] if corrected else ["--as-it-comes"]
    arguments += ["--database-host", database_host] if database_host else []
    arguments += ["--database-authority", str(database_authority)] if database_authority else []
    return subprocess.Popen(
        [sys.executable, "-m", "sandbox.moto_process", *arguments],
        cwd=Path(__file__).parent.parent,
        env=child_environment(),
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        pass_fds=[listener.fileno()],
        start_new_session=True,
    )

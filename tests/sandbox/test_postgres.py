"""The PostgreSQL server of the sandbox ends with the process that started it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psycopg

from sandbox.postgres.server import PostgresServer
from tests.conftest import PROJECT

SCRIPT = """
import sys, time
from sandbox.postgres.server import PostgresServer
server = PostgresServer.start()
print(server.folder, (server.data / "postmaster.pid").read_text().split()[0], flush=True)
time.sleep(600)
"""


def test_a_killed_process_leaves_no_server_and_no_folder() -> None:
    with subprocess.Popen([sys.executable, "-c", SCRIPT], cwd=PROJECT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        folder, process = starter.stdout.readline().split()
        assert Path(folder).is_dir()
        starter.kill()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (Path(folder).exists() or Path("/proc", process).exists()):
        time.sleep(0.05)
    assert not Path(folder).exists()
    assert not Path("/proc", process).exists()


def test_server_needs_no_path_for_a_unix_socket() -> None:
    """Such a path is too long in many a TMPDIR."""
    with (
        PostgresServer.start() as server,
        psycopg.connect(server.url(), password=server.password) as connection,
    ):
        assert connection.execute("SHOW unix_socket_directories").fetchone() == ("",)

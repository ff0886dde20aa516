"""Ends a PostgreSQL server and deletes its folder when the process that started it has ended, also by `kill -9`.

In: the server's folder, and stdin, which that process holds open. Out: nothing; a stopped server is left alone.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path


def main(folder: Path) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while os.read(sys.stdin.fileno(), 1):
        pass
    if not folder.is_dir():
        return
    with suppress(OSError, ValueError, IndexError):
        process = int((folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(process, signal.SIGQUIT)  # immediate shutdown: postgresql.org/docs/17/server-shutdown.html
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

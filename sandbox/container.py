"""Runs the program of a container as a process of this machine while its parent lives, and prints how it ended.

In: the program and its arguments; the environment is that of the container. Out: `{"exit_code": 0, "lines": [...]}`.
The sandbox ignores SIGCHLD, so it cannot learn an exit code from a child of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from threading import Thread


def main(program: Sequence[str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = subprocess.Popen(program, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    Thread(target=_end_with_parent, args=(child,), daemon=True).start()
    output, _ = child.communicate()
    print(json.dumps({"exit_code": child.returncode, "lines": output.decode(errors="replace").splitlines()}))


def _end_with_parent(child: subprocess.Popen[bytes]) -> None:
    """Ends the program when stdin closes, which the parent holds open."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    child.kill()


if __name__ == "__main__":
    main(sys.argv[1:])

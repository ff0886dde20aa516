"""tests/conftest.py: a test run does not depend on how the shell started it."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
INTERRUPT_A_CHILD = """
import signal, subprocess, sys
import tests.conftest
child = subprocess.run([sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGINT)"])
sys.exit(child.returncode != -signal.SIGINT)
"""


def test_a_child_process_obeys_sigint_although_the_shell_ignores_it() -> None:
    ended = subprocess.run(
        ["sh", "-c", 'trap "" INT; exec "$0" -c "$1"', sys.executable, INTERRUPT_A_CHILD],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr

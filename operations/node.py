"""Node, which the synth runs on: where it is and whether it is one we know to work."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from errors import CounterPromoError
from machine.masking import mask
from machine.node_process import OUT_OF_MEMORY
from machine.os_errors import MEMORY_CURE

OLDEST = 20
WITH_A_PREBUILT_TERMINAL = (20, 22)  # what cdktf's own command line needs: https://github.com/hashicorp/terraform-cdk
SHOWN = 100  # characters of what Node prints when it has no memory
CURE = "install Node 22: https://nodejs.org"


@dataclass(frozen=True, kw_only=True)
class Node:
    """An executable that answered: its version as it says itself, `20.20.2`."""

    executable: str
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


def find_node() -> Node:
    """Raises CounterPromoError where there is none, none that runs, or only one that is too old."""
    executable = shutil.which("node")
    if executable is None:
        raise CounterPromoError("node is not on the PATH, and the synth needs it", cure=CURE)
    try:
        ran = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False)
    except OSError as error:
        raise CounterPromoError(f"{executable} does not run: {error.strerror}", cure=CURE) from error
    version = re.fullmatch(r"v(\d+\.\d+\.\d+)", ran.stdout.strip())
    if ran.returncode or version is None:
        options = os.environ.get("NODE_OPTIONS")
        said = mask(" ".join(ran.stderr.split())) or _instead(ran.stdout, ran.returncode)
        if OUT_OF_MEMORY.search(said):
            raise CounterPromoError(f"this machine has no memory left for node: {said[:SHOWN]}", cure=MEMORY_CURE)
        with_options = f" with NODE_OPTIONS={options}" if options else ""
        raise CounterPromoError(
            f"{executable} does not run{with_options}: {said}", cure="unset NODE_OPTIONS" if options else CURE
        )
    node = Node(executable=executable, version=version[1])
    if node.major < OLDEST:
        raise CounterPromoError(f"node {node.version} at {executable} is older than {OLDEST}", cure=CURE)
    return node


def _instead(printed: str, exit_code: int) -> str:
    """Returns what an executable did in place of printing the version of Node."""
    return f"exit code {exit_code}" if exit_code else f"it prints {mask(printed.strip())[:60]!r}, and no version"

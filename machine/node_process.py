"""The Node process that jsii starts: an error that names how it ended, and what it printed, in place of a traceback.

jsii's Python half expects Node to answer always. Node does not if it cannot start (a broken NODE_OPTIONS), if it is
killed (no memory), or if a script that NODE_OPTIONS loads prints to its output.
https://github.com/aws/jsii/blob/v1.112.0/packages/%40jsii/python-runtime/src/jsii/_kernel/providers/process.py
"""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import signal
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from types import ModuleType
from typing import IO, Any

from errors import CounterPromoError
from machine.masking import mask

log = logging.getLogger("counterpromo.node")
LINES = 40
WAIT_SECONDS = 5
# Words of V8 and of the C++ library: https://nodejs.org/docs/latest-v22.x/api/cli.html#--max-old-space-sizesize-in-mib
OUT_OF_MEMORY = re.compile(r"(?i)out of memory|process OOM|reserve virtual memory|bad_alloc|cannot allocate memory")
OF_JSII = ("JSII_NODE", "JSII_RUNTIME")
_printed: deque[str] = deque(maxlen=LINES)


def explain_its_end(process: ModuleType) -> None:
    """Makes jsii's module `process` raise CounterPromoError where Node has ended or does not speak its protocol."""
    kind: Any = vars(process)["_NodeProcess"]
    kind._next_message = _explained(kind._next_message)
    kind.send = _explained(kind.send)
    kind.handshake = _explained(kind.handshake)
    kind.stop = _quiet(kind.stop)
    vars(process)["stderr_sink"] = read_stderr


def read_stderr(reader: IO[bytes]) -> None:
    """Logs what packages print, masked, and keeps the last lines that Node prints itself."""
    for line in iter(reader.readline, b""):
        try:
            said = json.loads(line)
            texts = [said[stream] for stream in ("stdout", "stderr") if said.get(stream) is not None]
        except (ValueError, AttributeError):
            _printed.append(line.decode(errors="replace").strip())
            continue
        for text in texts:
            if shown := mask(base64.b64decode(text).decode(errors="replace")).rstrip():
                log.warning(shown)


def error_of(
    returncode: int | None, printed: list[str], *, options: str, set_by_a_person: Sequence[str] = ()
) -> CounterPromoError:
    """Returns the error for a Node that has ended with this exit code, or that still runs (None).

    `set_by_a_person` names variables by which a person gave jsii another Node or another kernel.
    """
    other = f"unset {' '.join(set_by_a_person)}" if set_by_a_person else ""
    why = next((line for line in printed if "Error:" in line or "FATAL" in line or OUT_OF_MEMORY.search(line)), "")
    why = why or next((line for line in reversed(printed) if line.strip("# ")), "")
    said = f": {mask(' '.join(why.split()))[:200]}" if why else ""
    if returncode is None:
        return CounterPromoError(
            "node prints something else than the synth expects",
            cure="unset NODE_OPTIONS"
            if options
            else other or "run again; counterpromo doctor shows which node is used",
        )
    if returncode == -signal.SIGKILL or OUT_OF_MEMORY.search(why):
        return CounterPromoError(
            f"node was killed in the middle of the synth (exit code {returncode}){said}",
            cure="run the same command again; if it is killed again, this machine or container has too little memory",
        )
    if options:
        return CounterPromoError(f"node does not run with NODE_OPTIONS={options}{said}", cure="unset NODE_OPTIONS")
    return CounterPromoError(
        f"node ended in the middle of the synth (exit code {returncode}){said}",
        cure=other or "run the same command again; counterpromo doctor shows which node is used",
    )


def _explained(call: Callable[..., Any]) -> Callable[..., Any]:
    from cattrs.errors import BaseValidationError  # JSON of another shape; loaded with jsii, and not before

    @wraps(call)
    def asked(self: Any, *arguments: Any) -> Any:
        try:
            return call(self, *arguments)
        except (BrokenPipeError, json.JSONDecodeError, BaseValidationError) as error:
            raise _error(self) from error

    return asked


def _error(node: Any) -> CounterPromoError:
    """Waits for the end of Node, and for the last lines that it has printed."""
    with suppress(subprocess.TimeoutExpired):
        node._process.wait(timeout=WAIT_SECONDS)
        node.sink_thread.join(timeout=WAIT_SECONDS)
    return error_of(
        node._process.returncode,
        list(_printed),
        options=os.environ.get("NODE_OPTIONS", ""),
        set_by_a_person=[name for name in OF_JSII if os.environ.get(name)],
    )


def _quiet(stop: Callable[..., None]) -> Callable[..., None]:
    """Stops Node without an error where it has ended already."""

    @wraps(stop)
    def stopped(self: Any) -> None:
        with suppress(OSError, ValueError):
            stop(self)

    return stopped

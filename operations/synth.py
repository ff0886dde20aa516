"""Synthesizes stacks. `main`, with cdktf and Node, is loaded here on a thread and by no other module of operations."""

from __future__ import annotations

import importlib
import re
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor

from errors import CounterPromoError
from operations.node import find_node
from operations.workspace import Workspace
from terraform.progress import Step, silent
from terraform.state import unsaved_state

_THREAD = ThreadPoolExecutor(1, thread_name_prefix="cdktf")
_loaded: Future[None] | None = None


def begin_loading() -> Future[None]:
    """Starts to load cdktf, beside whatever the caller does next: half a second, most of it in Node.

    `synthesize` waits for it and raises its errors.
    """
    global _loaded
    if _loaded is None or (_loaded.done() and _loaded.exception()):
        _loaded = _THREAD.submit(_load)
    return _loaded


def _load() -> None:
    find_node()
    importlib.import_module("main")


def synthesize(
    workspace: Workspace,
    *,
    only: Collection[str] | None = None,
    tentative: bool = False,
    step: Step = silent,
) -> None:
    """Writes the Terraform JSON of every stack, or of `only` these, below `workspace.out`, in this process.

    `tentative` is that of `main.synthesize`.
    """
    unsaved_state.keep_all(workspace.out)
    workspace.out.mkdir(parents=True, exist_ok=True)  # cdktf makes the last folder of a path only
    with step("synthesizing"):
        try:
            begin_loading().result()
            import main

            main.synthesize(envs=workspace.envs, outdir=workspace.out, tentative=tentative, only=only)
        except RuntimeError as error:  # how jsii hands on what was thrown in Node
            reason = str(error).strip().partition("\n")[0]
            if re.search("ENOSPC|EDQUOT|EFBIG", reason):
                cure = "make room and run the same command again"
                raise CounterPromoError(f"the disk is full: {reason}", cure=cure) from error
            raise CounterPromoError(f"the synth failed: {reason}", cure="cdktf synth shows where") from error

"""Synthesizes stacks. `main`, with cdktf and Node, is loaded here on a thread and by no other module of operations."""

from __future__ import annotations

import errno
import importlib
import os
import re
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from errors import CounterPromoError
from machine import os_errors, variables
from machine.masking import mask
from operations import synthesized
from operations.node import find_node
from operations.workspace import Workspace
from terraform import provider
from terraform.progress import Step, silent
from terraform.state import unsaved_state

_THREAD = ThreadPoolExecutor(1, thread_name_prefix="cdktf")
_node: Future[None] | None = None
_loaded: Future[None] | None = None
_SYSTEM_ERROR = re.compile(
    r"\b(?P<code>E[A-Z0-9]{2,}): (?P<words>[^,']+?)(?:, (?P<call>\w+)(?: '(?P<path>[^']*)')?.*)?$"
)


def begin_starting_node_where_needed(workspace: Workspace, *, stack: str) -> None:
    """Starts Node as `begin_starting_node` does, unless the stack's JSON is current: the command then needs no Node."""
    if not _is_current(workspace, stack):
        begin_starting_node()


def begin_loading_where_needed(workspace: Workspace, *, stack: str) -> None:
    """Loads `main` as `begin_loading` does, unless the stack's JSON is current."""
    if _node is not None or not _is_current(workspace, stack):
        begin_loading()


def _is_current(workspace: Workspace, stack: str) -> bool:
    return synthesized.is_current(workspace.stack_dir(stack), synthesized.digest_of_inputs(workspace))


def begin_starting_node() -> Future[None]:
    """Starts Node, which loads cdktf and the bindings, beside whatever the caller does next.

    A command that synthesizes calls it before it imports its operation: Python's imports take as long as Node's.
    `synthesize` waits for it and raises its errors.
    """
    global _node
    if _node is None or (_node.done() and _node.exception()):
        _node = _THREAD.submit(_start_node)
    return _node


def begin_loading() -> Future[None]:
    """Starts to load `main` and the stacks after Node, beside whatever the caller does next.

    `synthesize` waits for it and raises its errors.
    """
    global _loaded
    if _loaded is None or (_loaded.done() and _loaded.exception()):
        _loaded = _THREAD.submit(_load, begin_starting_node())
    return _loaded


def explain(thrown: str) -> CounterPromoError:
    """Returns the error for a text that was thrown in Node: an errno of the system has its own cause and cure.

    Node words it `EACCES: permission denied, mkdir '/.cache'`: https://nodejs.org/api/errors.html#class-systemerror
    """
    reason = mask(thrown.strip().partition("\n")[0])
    if found := _SYSTEM_ERROR.search(reason):
        number = getattr(errno, found["code"], 0)
        return os_errors.explain(OSError(number, found["words"], found["path"] or found["call"]))
    shows = "cdktf synth shows where"
    return CounterPromoError(
        f"the synth failed: {reason}",
        cure=f"unset NODE_OPTIONS; if that is not it, {shows}" if os.environ.get("NODE_OPTIONS") else shows,
    )


def _make(out: Path) -> None:
    """Makes the folder with its parents, as cdktf makes the last one only. Raises CounterPromoError if it cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        known = os_errors.explain(error)
        raise CounterPromoError(
            f"the folder {out} for the synthesized stacks cannot be made: {known.message}",
            cure="correct CDKTF_OUTDIR, or: unset CDKTF_OUTDIR" if os.environ.get("CDKTF_OUTDIR") else known.cure,
        ) from error


def _start_node() -> None:
    variables.refuse(os.environ, reader="node")
    find_node()
    importlib.import_module("modules.bindings")


def _load(node: Future[None]) -> None:
    node.result()
    importlib.import_module("main")


def synthesize(
    workspace: Workspace,
    *,
    only: Collection[str] | None = None,
    tentative: bool = False,
    step: Step = silent,
) -> None:
    """Writes the Terraform JSON of every stack, or of `only` these, below `workspace.out`, in this process.

    `tentative` is that of `main.synthesize`. Stacks whose JSON is current are not written again.
    """
    unsaved_state.keep_all(workspace.out)
    variables.refuse(os.environ, reader="terraform")
    inputs = synthesized.digest_of_inputs(workspace)
    folders = [workspace.stack_dir(name) for name in only or ()]
    if folders and not tentative and all(synthesized.is_current(folder, inputs) for folder in folders):
        for folder in folders:
            provider.lay(folder)
        return
    _make(workspace.out)
    with step("synthesizing"):
        try:
            begin_loading().result()
            import main

            main.synthesize(envs=workspace.envs, outdir=workspace.out, tentative=tentative, only=only)
        except RuntimeError as error:  # how jsii hands on what was thrown in Node
            raise explain(str(error)) from error
    if not tentative:
        for folder in folders:
            synthesized.remember(folder, inputs)

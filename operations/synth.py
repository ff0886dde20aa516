"""The only door to the synth: cdktf, and with it Node, is loaded inside this function and nowhere else in this room."""

from __future__ import annotations

import re
from collections.abc import Collection

from errors import CounterPromoError
from operations.node import find_node
from operations.workspace import Workspace
from terraform.progress import Step, silent
from terraform.state import unsaved_state


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
    find_node()
    unsaved_state.keep_all(workspace.out)
    workspace.out.mkdir(parents=True, exist_ok=True)  # cdktf makes the last folder of a path only
    with step("synthesizing"):
        try:
            import main

            main.synthesize(envs=workspace.envs, outdir=workspace.out, tentative=tentative, only=only)
        except RuntimeError as error:  # how jsii hands on what was thrown in Node
            reason = str(error).strip().partition("\n")[0]
            if re.search("ENOSPC|EDQUOT|EFBIG", reason):
                cure = "make room and run the same command again"
                raise CounterPromoError(f"the disk is full: {reason}", cure=cure) from error
            raise CounterPromoError(f"the synth failed: {reason}", cure="cdktf synth shows where") from error

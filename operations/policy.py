"""`policy`: the IAM policy that finding, planning or applying needs, as JSON on stdout and nothing else there.

In: a command, an environment or `account`; the types are those of a fresh synth. Out: one document, or with `split`
a list of managed policies. Nothing outside this machine is asked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from cli.terminal import stderr
from envs import load
from errors import CounterPromoError
from modules.settings import AccountSettings, Settings
from operations.synth import synthesize
from operations.workspace import Workspace
from permissions import Command, documents
from permissions.document import LIMIT_CHARACTERS, size
from permissions.document import policy as policy_of
from terraform.stack import read_document
from terraform.trial_plan import STACK

INLINE_CHARACTERS = 10_240  # of all inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html


def show(command: Command, *, environment: str | None, workspace: Workspace, split: bool, deletes: bool) -> int:
    """Exit code 0. Raises CounterPromoError for an environment that is not there, or a type that nobody recorded."""
    name, settings = _settings(environment, envs=workspace.envs)
    synthesize(workspace, only={name})
    types = types_of(workspace.stack_dir(name) / STACK)
    whole = policy_of(command, types=types, settings=settings, deletes=deletes)
    parts = documents(command, types=types, settings=settings, deletes=deletes)
    json.dump(parts if split else whole, sys.stdout, indent=2)
    sys.stdout.write("\n")
    if not split:
        _tell(size(whole), parts=len(parts))
    return 0


def types_of(stack: Path) -> set[str]:
    """The types in a synthesized stack; what it only looks up is `data.TYPE`."""
    document: dict[str, Any] = read_document(stack)
    return {*document.get("resource", {}), *(f"data.{type_}" for type_ in document.get("data", {}))}


def _settings(environment: str | None, *, envs: Path) -> tuple[str, Settings | AccountSettings]:
    if environment == load.ACCOUNT:
        return load.ACCOUNT, load.load_account(envs)
    known = load.environments(envs)
    if environment is None and len(known) != 1:
        raise CounterPromoError(
            f"of which environment? there are {', '.join(known) or 'none'}, and {load.ACCOUNT}",
            cure=f"add --env {(known or [load.ACCOUNT])[0]}",
        )
    name = environment or known[0]
    return name, load.load(name, envs)


def _tell(characters: int, *, parts: int) -> None:
    """Where it may be put, on stderr."""
    if characters > INLINE_CHARACTERS:
        where = f"too long for a role's inline policies ({INLINE_CHARACTERS}): --split prints {parts} managed policies"
    elif characters > LIMIT_CHARACTERS:
        where = f"for aws iam put-role-policy; too long for one managed policy: --split prints {parts}"
    else:
        where = "for aws iam put-role-policy or create-policy"
    stderr().print(f"{characters} characters, {where}", style="dim", markup=False)

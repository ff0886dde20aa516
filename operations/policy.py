"""`policy`: the IAM policy that a role needs to audit, discover, plan or apply. Nothing outside of here is read.

In: a command, an environment or `account`; the resource types are those of a fresh synth. Out: the policy, whole and
split into managed policies.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from envs import load
from errors import CounterPromoError
from modules.settings import AccountSettings, Settings
from operations.synth import synthesize
from operations.workspace import Workspace
from permissions import Command, documents
from permissions.document import LIMIT_CHARACTERS, size
from permissions.document import policy as policy_of
from terraform.progress import Step, silent
from terraform.stack import Stack

# All inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
INLINE_CHARACTERS = 10_240


@dataclass(frozen=True, kw_only=True)
class PolicyRequest:
    """Without an environment, the only one is taken. `deletes` adds the deletion of resources that hold data."""

    command: Command
    workspace: Workspace
    environment: str | None = None
    deletes: bool = False


@dataclass(frozen=True, kw_only=True)
class PolicyResult:
    """The whole policy, its length as IAM counts it, and the same policy as managed policies."""

    document: Any
    characters: int
    managed: list[Any]

    @property
    def placement(self) -> str:
        """Says which kinds of IAM policy the document fits into."""
        if self.characters > INLINE_CHARACTERS:
            return (
                f"too long for a role's inline policies ({INLINE_CHARACTERS}):"
                f" --split prints {len(self.managed)} managed policies"
            )
        if self.characters > LIMIT_CHARACTERS:
            return (
                "for aws iam put-role-policy; too long for one managed policy:"
                f" --split prints {len(self.managed)} managed policies"
            )
        return "for aws iam put-role-policy or create-policy"


def policy(request: PolicyRequest, *, step: Step = silent) -> PolicyResult:
    """Returns the policy. Raises CounterPromoError for an unknown environment or a type without permissions."""
    name, settings = _settings(request.environment, envs=request.workspace.envs)
    synthesize(request.workspace, only={name}, step=step)
    types = Stack.read(request.workspace.stack_dir(name)).types()
    whole = policy_of(request.command, types=types, settings=settings, deletes=request.deletes)
    return PolicyResult(
        document=whole,
        characters=size(whole),
        managed=list(documents(request.command, types=types, settings=settings, deletes=request.deletes)),
    )


def _settings(environment: str | None, *, envs: Path) -> tuple[str, Settings | AccountSettings]:
    if environment == load.ACCOUNT:
        return load.ACCOUNT, load.load_account(envs)
    known = load.environments(envs)
    if environment is None and len(known) != 1:
        raise CounterPromoError(
            f"give an environment: there are {', '.join(known) or 'none'}, and {load.ACCOUNT}",
            cure=f"add --env {(known or [load.ACCOUNT])[0]}",
        )
    name = environment or known[0]
    return name, load.load(name, envs)

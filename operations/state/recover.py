"""`recover`: writes a state that an earlier apply could not write into the backend, if it follows the state there.

Stages of `prepare`: unsaved states on this disk -> account -> digest in the lock table -> synth, init -> the state in
the backend -> lineage and serial. Stages of `carry_out`: terraform state push -> read back, or the files are set aside.
If the digest does not fit the state, terraform cannot read it: then `prepare` says which of the two is right, as far as
that can be proven, and changes neither. https://developer.hashicorp.com/terraform/cli/commands/state/push
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from aws import identity
from envs.load import ACCOUNT, load, load_account
from errors import CounterPromoError, Refused
from operations.progress import SILENT, Progress
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.runner import Terraform
from terraform.state import digest, unsaved_state
from terraform.state.digest import Snapshot


class Recovery(Enum):
    """The next step for the unsaved states of a stack."""

    NOTHING = "there is no unsaved state"
    SET_ASIDE = "the files are renamed, so that they block nothing"
    DELETE = "the backend has this state already, so the file is deleted"
    PUSH = "the state is written into the backend, and the file is deleted"


@dataclass(frozen=True, kw_only=True)
class RecoverRequest:
    """`environment` may be `account`. With `set_aside` nothing is written into the backend."""

    environment: str
    workspace: Workspace
    set_aside: bool = False


@dataclass(frozen=True, kw_only=True)
class PreparedRecovery:
    """The unsaved states, and what `carry_out` does with them. `before` is the state in the backend, if any."""

    recovery: Recovery
    files: tuple[Path, ...]
    unsaved: Snapshot | None = None
    before: Snapshot | None = None
    terraform: Terraform | None = None


def prepare(request: RecoverRequest, *, progress: Progress = SILENT) -> PreparedRecovery:
    """Returns what is to be done.

    Raises Refused if several unsaved states exist, if the backend's state has another lineage or an equal or higher
    serial, or if the digest does not fit it.
    """
    environment, workspace = request.environment, request.workspace
    settings = load_account(workspace.envs) if environment == ACCOUNT else load(environment, workspace.envs)
    stack_dir = workspace.stack_dir(environment)
    files = tuple(unsaved_state.waiting(stack_dir))
    if request.set_aside:
        return PreparedRecovery(recovery=Recovery.SET_ASIDE if files else Recovery.NOTHING, files=files)
    _refuse_several(files, environment=environment)
    unsaved = Snapshot.read(files[0].read_bytes(), where=str(files[0])) if files else None
    with identity.identify(settings.aws).reader() as aws:
        digest.check(settings.state, aws=aws, kept=unsaved)
    if unsaved is None:
        return PreparedRecovery(recovery=Recovery.NOTHING, files=())
    synthesize(workspace, only={environment}, step=progress.step)
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ, step=progress.step)
    terraform.init()
    before = _in_the_backend(terraform.pull())
    recovery = Recovery.PUSH
    if before and before.serial >= unsaved.serial and before.same_as(unsaved):
        recovery = Recovery.DELETE
    else:
        refuse_unless_next(unsaved, before, file=files[0], environment=environment)
    return PreparedRecovery(recovery=recovery, files=files, unsaved=unsaved, before=before, terraform=terraform)


def carry_out(prepared: PreparedRecovery) -> tuple[Path, ...]:
    """Does what was prepared, and returns the files that were set aside.

    Raises CounterPromoError if the backend does not hold the state afterwards; the file is then kept.
    """
    if prepared.recovery is Recovery.SET_ASIDE:
        return tuple(_set_aside(file) for file in prepared.files)
    if prepared.recovery is Recovery.PUSH:
        _push(prepared)
    for file in prepared.files:
        file.unlink()
    return ()


def _push(prepared: PreparedRecovery) -> None:
    assert prepared.terraform
    assert prepared.unsaved
    (file,) = prepared.files
    prepared.terraform.push(file)
    if not Snapshot.read(prepared.terraform.pull().encode(), where="the bucket").same_as(prepared.unsaved):
        raise CounterPromoError(
            f"the state did not arrive in the bucket; it is still in {file}", cure="run the command again"
        )


def _refuse_several(files: tuple[Path, ...], *, environment: str) -> None:
    if len(files) > 1:
        listed = "".join(f"\n  {path}" for path in files)
        raise Refused(
            f"{environment} has several unsaved states, and their order cannot be determined:{listed}",
            cure=f"compare them; counterpromo recover {environment} --set-aside keeps all of them under other names",
        )


def _in_the_backend(pulled: str) -> Snapshot | None:
    """Returns the state that `terraform state pull` printed; None where the backend has none."""
    state = Snapshot.read(pulled.encode(), where="the bucket") if pulled else None
    return None if state is None or state.is_absent else state


def refuse_unless_next(unsaved: Snapshot, before: Snapshot | None, *, file: Path, environment: str) -> None:
    """Raises Refused unless the unsaved state follows the one in the backend, which is None before the first apply."""
    follows = unsaved.is_first if before is None else _follows(unsaved, before)
    if follows:
        return
    if before is None:
        reason = f"the file has serial {unsaved.serial}, and the bucket has no state"
    elif not unsaved.lineage:
        reason = f"the file is of a first apply, and the bucket has a state by now, serial {before.serial}"
    elif before.lineage != unsaved.lineage:
        reason = "they have different lineages"
    else:
        reason = f"the bucket has serial {before.serial}, the file {unsaved.serial}"
    raise Refused(
        f"the state in the bucket is not the one that {file} follows: {reason}; nothing was written",
        cure=_cure(before, environment=environment),
    )


def _follows(unsaved: Snapshot, before: Snapshot) -> bool:
    return before.lineage == unsaved.lineage and before.serial < unsaved.serial


def _cure(before: Snapshot | None, *, environment: str) -> str:
    set_aside = f"counterpromo recover {environment} --set-aside"
    if before is None:
        return f"check state.bucket and state.key, restore a version of the state that was deleted, or: {set_aside}"
    return f"compare the two; once the bucket's state has everything of the file: {set_aside}"


def _set_aside(file: Path) -> Path:
    """Renames the file so that it no longer counts as unsaved, and returns the new path."""
    serial = json.loads(file.read_text(encoding="utf-8")).get("serial")
    return file.rename(file.with_name(f"set-aside-{file.stem}-{serial}.tfstate"))

"""`recover`: the state that an apply could not write goes into the bucket, if it is the next one of what is there.

Stages: what waits -> identity -> synth, init -> the state in the bucket -> lineage and serial -> ask -> terraform state
push -> read back. In: an environment. Where the digest in the lock table does not fit the state, nothing can be read:
then it says which of the two is right, as far as that can be proven, and changes neither.
https://developer.hashicorp.com/terraform/cli/commands/state/push
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from aws import identity
from cli.terminal import confirm, say, step
from envs.load import ACCOUNT, load, load_account
from errors import CounterPromoError, Refused
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.runner import Terraform
from terraform.state import digest, unsaved_state
from terraform.state.digest import Snapshot

DONE = 0


def recover(environment: str, *, workspace: Workspace, yes: bool, set_aside: bool) -> int:
    """Exit code 0 once nothing waits any more. Raises Refused where the state in the bucket has gone another way."""
    settings = load_account(workspace.envs) if environment == ACCOUNT else load(environment, workspace.envs)
    stack_dir = workspace.stack_dir(environment)
    waiting = unsaved_state.waiting(stack_dir)
    if set_aside:
        return _set_aside(waiting, environment=environment, yes=yes)
    if len(waiting) > 1:
        listed = "".join(f"\n  {path}" for path in waiting)
        raise Refused(
            f"several states of {environment} wait, and which comes first is not known:{listed}",
            cure=f"compare them; counterpromo recover {environment} --set-aside keeps all and lets none wait",
        )
    kept = Snapshot.read(waiting[0].read_bytes(), where=str(waiting[0])) if waiting else None
    with identity.identify(settings.aws).reader() as aws:
        digest.check(settings.state, aws=aws, kept=kept)
    if kept is None:
        say(f"{environment}: nothing waits, and the state in the bucket is whole", style="bold green")
        return DONE
    synthesize(workspace, only={environment})
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ, step=step)
    terraform.init()
    _push(waiting[0], kept, terraform=terraform, yes=yes)
    return DONE


def _push(file: Path, kept: Snapshot, *, terraform: Terraform, yes: bool) -> None:
    environment, text = terraform.stack_dir.name, terraform.pull()
    there = Snapshot.read(text.encode(), where="the bucket") if text else None
    if there and there.serial >= kept.serial and there.same_as(kept):
        say(f"{environment}: the state in the bucket is this one already (serial {there.serial})")
    else:
        _refuse_another_way(kept, there, file=file, environment=environment)
        serial = f"serial {there.serial} with {kept.serial}" if there else f"nothing with serial {kept.serial}"
        confirm(f"{environment}: replace {serial} in the bucket?", yes=yes)
        terraform.push(file)
        if not Snapshot.read(terraform.pull().encode(), where="the bucket").same_as(kept):
            raise CounterPromoError(f"the state did not arrive in the bucket; it is still in {file}")
    file.unlink()
    say(f"{environment}: the state is in the bucket; to go on: counterpromo plan {environment}", style="bold green")


def _refuse_another_way(kept: Snapshot, there: Snapshot | None, *, file: Path, environment: str) -> None:
    if there is None or (there.lineage == kept.lineage and there.serial < kept.serial):
        return
    why = "another lineage" if there.lineage != kept.lineage else f"serial {there.serial} against our {kept.serial}"
    raise Refused(
        f"the state in the bucket has gone another way than {file}: {why}; nothing was written",
        cure=f"compare the two; once all of ours is in the other: counterpromo recover {environment} --set-aside",
    )


def _set_aside(waiting: list[Path], *, environment: str, yes: bool) -> int:
    """Kept, under a name that blocks nothing."""
    if waiting:
        confirm(f"let {', '.join(map(str, waiting))} wait no longer?", yes=yes)
    for path in waiting:
        serial = json.loads(path.read_text(encoding="utf-8")).get("serial")
        aside = path.with_name(f"set-aside-{path.stem}-{serial}.tfstate")
        path.rename(aside)
        say(f"{environment}: kept in {aside}")
    return DONE

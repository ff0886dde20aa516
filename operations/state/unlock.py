"""`unlock`: the lock a killed run left behind, shown and released; a young one may belong to a run that is going on.

Stages: identity -> who holds the state, as DynamoDB and S3 say -> age -> ask -> synth, init -> terraform force-unlock
-> look again. Not allowed to look is an error: it is not the same as not locked.
https://developer.hashicorp.com/terraform/cli/commands/force-unlock
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence

from aws import identity
from cli.terminal import confirm, say, step
from envs.load import ACCOUNT, load, load_account
from errors import CounterPromoError, Refused
from modules.settings import AccountSettings, Settings
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.runner import Terraform, TerraformFailed
from terraform.state import backend_status
from terraform.state.backend_status import Lock

DONE = 0
OLD_MINUTES = 60


def unlock(environment: str, *, workspace: Workspace, yes: bool, older_than: int) -> int:
    """Exit code 0 once nobody holds the state. Raises Refused for a lock younger than `older_than` minutes."""
    settings = load_account(workspace.envs) if environment == ACCOUNT else load(environment, workspace.envs)
    if settings.state.backend == "cloud":
        raise Refused(
            f"the state of {environment} is in HCP Terraform, which keeps its locks itself",
            cure="unlock it on the page of its workspace",
        )
    held = _held(settings)
    if not held:
        say(f"{environment}: not locked", style="bold green")
        return DONE
    for lock in held:
        say(f"{environment}: held: {lock}, {_age(lock)} minutes old")
    for lock in held:
        _refuse_young(lock, environment=environment, older_than=older_than)
    confirm("that run is dead, and its lock is to be released?", yes=yes)
    synthesize(workspace, only={environment})
    terraform = Terraform(stack_dir=workspace.stack_dir(environment), environ=os.environ, step=step)
    terraform.init()
    _release(held, terraform, settings=settings)
    say(f"{environment}: released", style="bold green")
    return DONE


def _held(settings: Settings | AccountSettings) -> tuple[Lock, ...]:
    """As it is now: a reader remembers what it was told, so each look has its own."""
    with identity.identify(settings.aws).reader() as aws:
        return backend_status.locks(settings.state, aws=aws)


def _release(held: Sequence[Lock], terraform: Terraform, *, settings: Settings | AccountSettings) -> None:
    """A run that died between DynamoDB and S3 holds only one of the two, and terraform complains of the other.

    What counts is who holds the state afterwards.
    """
    complaint: TerraformFailed | None = None
    for lock in held:
        try:
            terraform.force_unlock(lock.id)
        except TerraformFailed as failed:
            complaint = failed
    if left := {lock.id for lock in _held(settings)} & {lock.id for lock in held}:
        raise complaint or CounterPromoError(f"still held by {', '.join(sorted(left))}", cure="run the command again")


def _refuse_young(lock: Lock, *, environment: str, older_than: int) -> None:
    minutes = _age(lock)
    if minutes < older_than:
        ripe = _created(lock) + datetime.timedelta(minutes=older_than)
        raise Refused(
            f"the lock {lock.id} is {minutes} minutes old, and below {older_than} its run may still be going on",
            cure=f"counterpromo unlock {environment} after {ripe:%H:%M} UTC, or, if it is surely dead, "
            "now with --older-than 0",
        )


def _age(lock: Lock) -> int:
    """In whole minutes; what lies in the future is as young as can be."""
    return max(0, int((datetime.datetime.now(tz=datetime.UTC) - _created(lock)).total_seconds() // 60))


def _created(lock: Lock) -> datetime.datetime:
    try:
        created = datetime.datetime.fromisoformat(lock.created)
    except ValueError:
        raise Refused(
            f"the lock {lock.id} does not say since when: {lock.created!r}",
            cure=f"ask {lock.who}; in the stack's folder: terraform force-unlock {lock.id}",
        ) from None
    return created if created.tzinfo else created.replace(tzinfo=datetime.UTC)

"""`unlock`: releases the lock that a killed run left on a state. A young lock may belong to a run that still works.

Stages of `prepare`: account -> locks in DynamoDB and S3 -> age. Stages of `release`: synth, init -> terraform
force-unlock -> the locks are read again. A denied read is an error: it does not mean that there is no lock.
https://developer.hashicorp.com/terraform/cli/commands/force-unlock
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass

from aws import identity
from envs.load import ACCOUNT, load, load_account
from errors import CounterPromoError, Refused
from modules.settings import AccountSettings, Settings
from operations.events import LockFound
from operations.progress import SILENT, Progress
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.runner import Terraform, TerraformFailed
from terraform.state import backend_status
from terraform.state.backend_status import Lock

OLD_MINUTES = 60


@dataclass(frozen=True, kw_only=True)
class UnlockRequest:
    """`environment` may be `account`. A lock younger than `older_than` minutes is refused."""

    environment: str
    workspace: Workspace
    older_than: int = OLD_MINUTES


@dataclass(frozen=True, kw_only=True)
class PreparedUnlock:
    """The locks that `release` releases; none if nobody holds the state."""

    locks: tuple[Lock, ...]
    settings: Settings | AccountSettings
    request: UnlockRequest


def prepare(request: UnlockRequest, *, progress: Progress = SILENT) -> PreparedUnlock:
    """Returns the locks on a state. Reports LockFound for each, then raises Refused if one is too young."""
    environment, envs = request.environment, request.workspace.envs
    settings = load_account(envs) if environment == ACCOUNT else load(environment, envs)
    if settings.state.backend == "cloud":
        raise Refused(
            f"the state of {environment} is in HCP Terraform, which keeps the locks",
            cure="unlock it on the page of its workspace",
        )
    locks = _read_locks(settings)
    for lock in locks:
        progress.report(LockFound(environment=environment, lock=lock, minutes=_age_minutes(lock)))
    for lock in locks:
        _refuse_young(lock, environment=environment, older_than=request.older_than)
    return PreparedUnlock(locks=locks, settings=settings, request=request)


def release(prepared: PreparedUnlock, *, progress: Progress = SILENT) -> None:
    """Releases the locks. Raises TerraformFailed or CounterPromoError if one of them is still held afterwards.

    A run that died between DynamoDB and S3 holds only one of the two locks, and terraform fails on the other. The locks
    that are held afterwards decide.
    """
    workspace, environment = prepared.request.workspace, prepared.request.environment
    synthesize(workspace, only={environment}, step=progress.step)
    stack_dir = workspace.stack_dir(environment)
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ, step=progress.step)
    terraform.init()
    failure = _force_unlock(prepared.locks, terraform)
    if still_held := {lock.id for lock in _read_locks(prepared.settings)} & {lock.id for lock in prepared.locks}:
        raise failure or CounterPromoError(
            f"the lock {', '.join(sorted(still_held))} is still held", cure="run the command again"
        )


def _read_locks(settings: Settings | AccountSettings) -> tuple[Lock, ...]:
    """Returns the locks that are held now. A reader remembers its replies, so each call makes a new one."""
    with identity.identify(settings.aws).reader() as aws:
        return backend_status.locks(settings.state, aws=aws)


def _force_unlock(locks: Sequence[Lock], terraform: Terraform) -> TerraformFailed | None:
    """Releases each lock, and returns the last failure."""
    failure = None
    for lock in locks:
        try:
            terraform.force_unlock(lock.id)
        except TerraformFailed as failed:
            failure = failed
    return failure


def _refuse_young(lock: Lock, *, environment: str, older_than: int) -> None:
    minutes = _age_minutes(lock)
    if minutes < older_than:
        allowed = _created(lock) + datetime.timedelta(minutes=older_than)
        raise Refused(
            f"the lock {lock.id} is {minutes} minutes old; below {older_than} its run may still work",
            cure=f"counterpromo unlock {environment} after {allowed:%H:%M} UTC, or, if the run has certainly ended, "
            "now with --older-than 0",
        )


def _age_minutes(lock: Lock) -> int:
    """Returns the age in whole minutes; 0 if the time is in the future."""
    return max(0, int((datetime.datetime.now(tz=datetime.UTC) - _created(lock)).total_seconds() // 60))


def _created(lock: Lock) -> datetime.datetime:
    try:
        created = datetime.datetime.fromisoformat(lock.created)
    except ValueError:
        raise Refused(
            f"the lock {lock.id} has no readable time: {lock.created!r}",
            cure=f"ask {lock.who}; in the stack's folder: terraform force-unlock {lock.id}",
        ) from None
    return created if created.tzinfo else created.replace(tzinfo=datetime.UTC)

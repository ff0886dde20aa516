"""The doctor on settings and account: are the files sound, are these their credentials, is the backend fit and free.

Where AWS cannot be asked, what needs it is left out: the row of the account says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aws.identity import identify
from envs import load, load_all
from envs.open_decisions import reminders
from errors import CounterPromoError
from operations.doctor import identity
from operations.doctor.rows import Row, failed, ok, warn
from terraform.state.backend_status import Backend, look_at

if TYPE_CHECKING:
    from aws.reader import Aws
    from modules.settings import AccountSettings, Settings
    from settings.account import StateSettings


def rows(environment: str | None, *, envs: Path) -> Iterator[Row]:
    """Yields rows on the account's settings, and on those of one environment or of all."""
    try:
        account_settings = load.load_account(envs)
        everything = load_all.load_all(envs)
        environments = [load.load(environment, envs)] if environment else list(everything.values())
    except CounterPromoError as error:
        yield failed("settings", error)
        return
    yield ok("settings", f"{', '.join((load.ACCOUNT, *(each.environment for each in environments)))} in {envs}")
    yield from _pipelines(account_settings)
    yield from _image_layers(environments)
    for settings in environments:
        yield from (warn(each.subject, each.open, cure=each.cure) for each in reminders(settings))
    yield from _account(account_settings, environments)


def _pipelines(account_settings: AccountSettings) -> Iterator[Row]:
    """Repositories made since July 2026 say who they are by their numbers, and roles know nobody by the number 0."""
    pipelines = account_settings.pipelines
    if pipelines and not (pipelines.owner_id and pipelines.repository_id):
        yield warn(
            "pipelines",
            f"GitHub's numbers for {pipelines.repository} are not known, so no workflow of it gets a role",
            cure=f"gh api repos/{pipelines.repository} --jq '.owner.id, .id', into account.toml, then bootstrap",
        )


def _image_layers(environments: list[Settings]) -> Iterator[Row]:
    """Warns if tasks cannot pull image layers: ECR keeps them in S3.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
    """
    for settings in environments:
        if not settings.security_groups.image_layers:
            yield warn(
                "groups",
                f"{settings.environment}: tasks cannot pull image layers from ECR, because no group allows 443 "
                "to the prefix list of S3",
                cure=f"security_groups.image_layers = true in {settings.environment}.toml, then plan and apply",
            )


def _account(account_settings: AccountSettings, environments: list[Settings]) -> Iterator[Row]:
    try:
        account = identify(account_settings.aws)
        for settings in environments:
            if settings.aws != account_settings.aws:
                identify(settings.aws)
    except CounterPromoError as error:
        yield failed("account", error)
        return
    yield ok("account", f"{account.account_id} in {account.region}, as {account.arn}")
    yield from identity.rows(account)
    states = {load.ACCOUNT: account_settings.state} | {each.environment: each.state for each in environments}
    with account.reader() as aws:
        looked = [row for name, state in states.items() for row in _backend(state, name=name, aws=aws)]
    yield from dict.fromkeys(looked)  # a bucket that they share is missing once


def _backend(state: StateSettings, *, name: str, aws: Aws) -> Iterator[Row]:
    try:
        backend = look_at(state, aws=aws)
        _check(backend, state=state)
    except CounterPromoError as error:
        yield failed("backend", error)
        return
    if state.backend == "cloud" and state.cloud:
        where = f"{state.cloud.organization}/{state.cloud.workspace} at {state.cloud.hostname}"
        yield ok("backend", f"{name}: {where}, which shows its lock; saved plans go to {state.bucket}")
        return
    where = f"{name}: {state.bucket}/{state.key}"
    yield ok("backend", f"{where} ({'with' if backend.state else 'no'} state)")
    yield from _lacking(backend, state=state)
    if backend.lock:
        yield warn("lock", f"{where} is held: {backend.lock}", cure="wait until that run has ended")
    else:
        yield ok("lock", f"{where} is free")


def _check(backend: Backend, *, state: StateSettings) -> None:
    """Raises CounterPromoError for the first thing that is not as a state wants it."""
    cure = "counterpromo bootstrap"
    if not backend.bucket:
        raise CounterPromoError(f"the state bucket {state.bucket} does not exist", cure=cure)
    if state.use_lock_table and not backend.table:
        raise CounterPromoError(f"the lock table {state.lock_table} does not exist", cure=cure)


def _lacking(backend: Backend, *, state: StateSettings) -> Iterator[Row]:
    """Yields a warning if the bucket lacks a protection: bootstrap adopts it so, and `fill` adds what is missing."""
    lacks = {"versioning": backend.versioned, "encryption": backend.encrypted, "a public access block": backend.closed}
    if missing := [what for what, there in lacks.items() if not there]:
        yield warn(
            "backend",
            f"the state bucket {state.bucket} lacks {' and '.join(missing)}",
            cure="counterpromo pins account, then counterpromo fill account ADDRESS and counterpromo bootstrap",
        )

"""The two places where an environment's state may be, each as a stack of nothing but a backend.

In: settings. Out: a Terraform a place, in folders that are gone afterwards; and whether a state holds anything.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from errors import Refused
from settings.account import AwsSettings, ProviderSettings, StateSettings
from terraform import provider
from terraform.progress import Step, silent
from terraform.runner import Terraform
from terraform.stack import STACK_FILE
from terraform.state.backend_block import Backend, backend_block

Place = Backend


class Stated(Protocol):
    """Settings that say where the state of their environment is kept."""

    @property
    def environment(self) -> str: ...

    @property
    def aws(self) -> AwsSettings: ...

    @property
    def state(self) -> StateSettings: ...

    @property
    def provider(self) -> ProviderSettings: ...


def other(place: Place) -> Place:
    return "cloud" if place == "s3" else "s3"


def told(settings: Stated, place: Place) -> str:
    """Returns the name of the place: `s3://BUCKET/KEY`, or `ORGANIZATION/WORKSPACE at HOST`."""
    state, cloud = settings.state, settings.state.cloud
    if place == "s3":
        return in_s3(state)
    return f"{cloud.organization}/{cloud.workspace} at {cloud.hostname}" if cloud else "a workspace nobody named"


def in_s3(state: StateSettings) -> str:
    """Returns `s3://BUCKET/KEY`."""
    return f"s3://{state.bucket}/{state.key}"


def refuse_another_place(environment: str, state: StateSettings, recorded: str) -> None:
    """Raises Refused if the environment was imported into a state in S3 at another place than the settings name.

    A second state would manage the same resources, and the next run of an older checkout would undo its changes.
    `recorded` is the place in `ENV.imports.json`, empty if the file names none. A move between S3 and HCP Terraform is
    checked by `refuse_if_it_is_elsewhere`.
    """
    named = in_s3(state)
    if recorded and state.backend == "s3" and recorded != named:
        raise Refused(
            f"{environment} was imported for the state {recorded}, and the settings name another one: {named}",
            cure=f"put state.bucket and state.key back in {environment}.toml; to move the state on purpose, copy it to "
            f"the new place first, then change `state` in {environment}.imports.json",
        )


@contextmanager
def opened(settings: Stated, place: Place, *, step: Step = silent) -> Iterator[Terraform]:
    """Yields Terraform, initialised at that place with the provider of the lock file.

    Raises CounterPromoError where the settings name no workspace, or terraform cannot get in."""
    with tempfile.TemporaryDirectory(prefix="counterpromo-state-") as folder:
        stack = Path(folder) / settings.environment
        stack.mkdir()
        aws = {"source": "aws", "version": settings.provider.version}
        backend = backend_block(settings.aws, settings.state, backend=place, stack=settings.environment)
        block = {"terraform": backend | {"required_providers": {"aws": aws}}}
        (stack / STACK_FILE).write_text(json.dumps(block), encoding="utf-8")
        provider.lay(stack)
        terraform = Terraform(stack_dir=stack, environ=os.environ, step=step)
        terraform.init()
        yield terraform


def pulled(terraform: Terraform) -> dict[str, Any]:
    """Returns the state there as it is now; empty where there is none."""
    state: dict[str, Any] = json.loads(terraform.pull() or "{}")
    return state


def holds_something(state: Mapping[str, Any]) -> bool:
    """Returns True if a pulled state has resources; an empty state stays behind where a state was moved away."""
    return bool(state.get("resources"))


def refuse_if_it_is_elsewhere(settings: Stated, *, step: Step = silent) -> None:
    """Refuses an empty state whose resources are in the other place: a plan would create or adopt them again.

    Raises Refused where the other place holds it, CounterPromoError where that cannot be looked at.
    """
    here, there = settings.state.backend, other(settings.state.backend)
    if there == "cloud" and settings.state.cloud is None:
        return
    with opened(settings, there, step=step) as terraform:
        if holds_something(pulled(terraform)):
            raise Refused(
                f"the state of {settings.environment} is in {told(settings, there)}, and the settings name "
                f"{told(settings, here)}, which is empty",
                cure=f"counterpromo move-state {settings.environment} --to {here}, or state.backend = {there}",
            )

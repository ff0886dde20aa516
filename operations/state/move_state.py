"""`move-state`: moves the state of an environment from S3 into HCP Terraform, or back. No resource is changed.

Stages of `prepare`: account -> both states are read -> refused unless exactly one backend holds the state. Stages of
`carry_out`: a copy on this disk -> into the new backend -> read back and compared -> the old state is emptied, if it
has not changed meanwhile -> the setting. An interrupted run is finished by the next one: it recognises a state that has
already arrived by its content. `terraform init -migrate-state` cannot leave HCP Terraform, and compares nothing.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws import identity
from envs.load import load
from errors import CounterPromoError, Refused
from modules.settings import Settings
from operations.events import FileWritten, StateCopied
from operations.progress import SILENT, Progress
from operations.workspace import Workspace
from settings.edit_toml import edited
from terraform.private_files import write_private
from terraform.runner import Terraform
from terraform.state import locations
from terraform.state.backend_block import Backend
from terraform.state.locations import holds_something, told

State = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class MoveRequest:
    """`to` is the backend that the state moves to."""

    environment: str
    to: Backend
    workspace: Workspace


@dataclass(frozen=True, kw_only=True)
class PreparedMove:
    """The state in both backends. `old` and `new` name the backends; `arrived` is True if the new one has the state.

    `has_state` is False if the state was moved already, and only the setting is missing.
    """

    request: MoveRequest
    old: str
    new: str
    before: State
    there: State
    source: Terraform
    target: Terraform

    @property
    def has_state(self) -> bool:
        return holds_something(self.before)

    @property
    def arrived(self) -> bool:
        return holds_something(self.there)

    @property
    def resource_count(self) -> int:
        return _resource_count(self.before)

    @property
    def serial(self) -> int:
        return int(self.before["serial"])


@contextmanager
def prepare(request: MoveRequest, *, progress: Progress = SILENT) -> Iterator[PreparedMove]:
    """Yields both states, with terraform initialised for both backends.

    Raises Refused if both hold different states, CounterPromoError if neither holds one.
    """
    settings = load(request.environment, request.workspace.envs)
    identity.identify(settings.aws)
    origin = locations.other(request.to)
    with (
        locations.opened(settings, origin, step=progress.step) as source,
        locations.opened(settings, request.to, step=progress.step) as target,
    ):
        prepared = PreparedMove(
            request=request,
            old=told(settings, origin),
            new=told(settings, request.to),
            before=locations.pulled(source),
            there=locations.pulled(target),
            source=source,
            target=target,
        )
        _check(prepared, settings=settings)
        yield prepared


def carry_out(prepared: PreparedMove, *, progress: Progress = SILENT) -> None:
    """Moves the state and sets `state.backend`. Reports StateCopied, and FileWritten if the setting changed.

    Raises Refused if the old state changed meanwhile, CounterPromoError if the new backend returns another state.
    """
    request, before = prepared.request, prepared.before
    environment, folder = request.environment, request.workspace.private_dir(request.environment)
    if prepared.has_state:
        copy = folder / f"{locations.other(request.to)}-{before['lineage']}-{before['serial']}.tfstate"
        write_private(copy, json.dumps(before, indent=2))
        progress.report(StateCopied(environment=environment, path=copy))
        if not prepared.arrived:
            _push(prepared.target, _as_next_version(before, prepared.there))
        _compare(before, locations.pulled(prepared.target), where=prepared.new)
        _empty(prepared.source, before, where=prepared.old)
    path = request.workspace.envs / f"{environment}.toml"
    if _set_backend(path, request.to):
        progress.report(FileWritten(environment=environment, path=path))


def content(state: State) -> str:
    """Returns resources and outputs as text, without serial, lineage and version, which each backend sets itself."""
    return json.dumps({key: state.get(key) for key in ("resources", "outputs")}, sort_keys=True)


def _check(prepared: PreparedMove, *, settings: Settings) -> None:
    environment, old, new = settings.environment, prepared.old, prepared.new
    if not prepared.has_state and not prepared.arrived:
        raise CounterPromoError(
            f"there is no state of {environment} to move: neither {old} nor {new} holds resources",
            cure=f"counterpromo import {environment} --apply",
        )
    if prepared.has_state and prepared.arrived and content(prepared.before) != content(prepared.there):
        sizes = f"{_resource_count(prepared.before)} and {_resource_count(prepared.there)} resources"
        raise Refused(
            f"{old} and {new} hold different states of {environment}: {sizes}",
            cure="find out which one is right (terraform state pull), and empty the other one by hand",
        )


def _resource_count(state: State) -> int:
    return sum(len(resource["instances"]) for resource in state["resources"])


def _as_next_version(state: State, there: State) -> dict[str, Any]:
    """Returns the state as the next version in the new backend: S3 requires the same lineage and a higher serial."""
    serial = max(int(state["serial"]), int(there.get("serial") or 0)) + 1
    return {**state, "serial": serial, "lineage": there.get("lineage") or state["lineage"]}


def _push(terraform: Terraform, state: State) -> None:
    with tempfile.TemporaryDirectory(prefix="counterpromo-state-") as folder:
        file = Path(folder) / "state"
        write_private(file, json.dumps(state))
        terraform.push(file)


def _compare(before: State, there: State, *, where: str) -> None:
    if content(before) != content(there):
        raise CounterPromoError(
            f"{where} returned another state than was written; the old state is unchanged", cure="run the command again"
        )


def _empty(source: Terraform, before: State, *, where: str) -> None:
    """Writes an empty state to the old backend, so that nobody plans against it; its earlier versions stay."""
    now = locations.pulled(source)
    if (now.get("lineage"), now.get("serial"), content(now)) != (before["lineage"], before["serial"], content(before)):
        raise Refused(
            f"{where} changed while its state was moved: somebody applied to it, serial {now.get('serial')}",
            cure="make sure that nobody applies, empty the new backend, and run the command again",
        )
    _push(source, {**before, "serial": int(before["serial"]) + 1, "resources": [], "outputs": {}})


def _set_backend(path: Path, backend: Backend) -> bool:
    """Writes `state.backend` into a settings file; returns True if that changed it."""
    before = path.read_text(encoding="utf-8")
    after = edited(before, {"state.backend": backend})
    if after == before:
        return False
    path.write_text(after, encoding="utf-8")
    return True

"""`capture`: takes what somebody changed in AWS into the settings of an environment, for the named addresses only.

Stages of `prepare`: account -> synth -> plan -> live values of the addresses -> settings that say them. AWS and the
state are only read. `carry_out` writes the settings file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from envs.load import load
from errors import CounterPromoError, Refused
from imports.capture import Captured
from modules.settings import Settings
from modules.stages import capture
from operations.plan_apply.open_stack import open_stack
from operations.progress import SILENT, Progress
from operations.workspace import Workspace
from settings.edit_toml import difference, edited
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.runner import private_plan_file
from terraform.stack import Stack


@dataclass(frozen=True, kw_only=True)
class CaptureRequest:
    """`addresses` are Terraform addresses, such as `aws_sqs_queue.queues_jobs_queue`."""

    environment: str
    addresses: tuple[str, ...]
    workspace: Workspace


@dataclass(frozen=True, kw_only=True)
class PreparedCapture:
    """The settings file with the live values, not written yet.

    `keys` are the settings that change. `left` lists `ADDRESS.ARGUMENT` of what differs and no setting says.
    """

    path: Path
    before: str
    after: str
    keys: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def diff(self) -> str:
        return difference(self.before, self.after, self.path.name)


def prepare(request: CaptureRequest, *, progress: Progress = SILENT) -> PreparedCapture:
    """Returns the settings that would say what is live.

    Raises CounterPromoError if the stack lacks an address, or if an address differs in nothing; Refused if no setting
    says anything of what differs.
    """
    environment, workspace = request.environment, request.workspace
    stack = open_stack(environment, workspace=workspace, progress=progress)
    code = Stack.read(workspace.stack_dir(environment))
    _refuse_unknown(request, code)
    with private_plan_file() as file:
        stack.terraform.plan(file, lock=False)
        document = stack.terraform.show(file)
    changes = [change for change in Plan.of(document).managed if change.address in request.addresses]
    differing = [change for change in changes if change.verb in ("update", "replace")]
    if not differing:
        raise CounterPromoError(
            f"{', '.join(request.addresses)}: live and settings are the same, so there is nothing to capture",
            cure=f"counterpromo plan {environment}",
        )
    captured = _captured(code.document, document, differing, load(environment, workspace.envs))
    settings = {each.key: each.new for each in captured}
    left = tuple(_left(differing, {(each.address, _top(each.attribute)) for each in captured}))
    if not settings:
        raise Refused(
            f"no setting says what differs: {', '.join(left)}",
            cure=f"counterpromo apply {environment} --put-back ADDRESS, which puts it back",
        )
    path = workspace.envs / f"{environment}.toml"
    text = path.read_text(encoding="utf-8")
    return PreparedCapture(path=path, before=text, after=edited(text, settings), keys=tuple(settings), left=left)


def carry_out(prepared: PreparedCapture) -> None:
    """Writes the settings file; it is whole or untouched."""
    beside = prepared.path.with_name(f"{prepared.path.name}.new")
    try:
        beside.write_text(prepared.after, encoding="utf-8")
        beside.replace(prepared.path)
    finally:
        beside.unlink(missing_ok=True)


def _captured(
    code: Mapping[str, Any], document: Mapping[str, Any], changes: Sequence[Change], settings: Settings
) -> list[Captured]:
    """Returns the settings that the differing arguments of these changes feed.

    The other resources of the plan say which id has which name. They are also left out once: a setting that feeds two
    resources is otherwise read from the first.
    """
    named = {change.address for change in changes}
    entries = document.get("resource_changes", ())
    alone = {**document, "resource_changes": [entry for entry in entries if entry["address"] in named]}
    differing = {(change.address, name) for change in changes for name in change.differing()}
    found: dict[str, Captured] = {}
    for plan in (document, alone):
        for each in capture(code, plan, settings):
            if (each.address, _top(each.attribute)) in differing:
                found.setdefault(each.key, each)
    return list(found.values())


def _refuse_unknown(request: CaptureRequest, code: Stack) -> None:
    declared = {address for address, _ in code.resources()}
    if unknown := [address for address in request.addresses if address not in declared]:
        raise CounterPromoError(
            f"the code does not declare {', '.join(unknown)}",
            cure=f"give an address that `counterpromo plan {request.environment}` shows",
        )


def _left(changes: Sequence[Change], captured: set[tuple[str, str]]) -> list[str]:
    """Returns what differs and was not captured; `tags_all` repeats `tags`."""
    return [
        f"{change.address}.{name}"
        for change in changes
        for name in change.differing()
        if (change.address, name) not in captured and name != "tags_all" and not change.at(name).unknown
    ]


def _top(attribute: str) -> str:
    return attribute.split(".")[0].split(">")[0].split(":")[0]

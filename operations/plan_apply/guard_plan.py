"""`guard`: judges the JSON of any plan offline, with the settings of an environment or of the account."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from envs.load import ACCOUNT, load, load_account
from errors import CounterPromoError
from guard.expected import Expected
from guard.verdict import Mode, Verdict
from modules.stages import review_text
from operations.plan_apply import guard_context
from operations.plan_apply.judge import read_waivers
from operations.workspace import Workspace
from terraform.plan.parse_json import LARGEST_BYTES
from terraform.state.protected_manifest import Manifest, read_file

READ_BYTES = LARGEST_BYTES + 1  # the guard reports a plan that is longer than LARGEST_BYTES as too large


@dataclass(frozen=True, kw_only=True)
class GuardRequest:
    """`plan` is what `terraform show -json` printed. `manifest_file` lists what the last apply left protected."""

    plan: bytes
    environment: str
    workspace: Workspace
    mode: Mode = Mode.STEADY
    waivers_file: Path | None = None
    manifest_file: Path | None = None


def judge_plan(request: GuardRequest) -> Verdict:
    """Returns the guard's verdict on a plan. Raises CounterPromoError if settings, waivers or manifest are broken."""
    environment, workspace = request.environment, request.workspace
    manifest = read_file(request.manifest_file) if request.manifest_file else Manifest()
    return review_text(
        request.plan,
        mode=request.mode,
        expected=_expected(environment, envs=workspace.envs, manifest=manifest),
        waivers=read_waivers(environment, workspace=workspace, file=request.waivers_file),
        today=datetime.date.today(),
    )


def read_plan(path: Path) -> bytes:
    """Returns the first READ_BYTES of a plan's JSON. Raises CounterPromoError if there is no such file."""
    if path.is_dir():
        raise CounterPromoError(f"{path} is a folder, not a plan", cure="terraform show -json PLAN > plan.json")
    if not path.exists():
        raise CounterPromoError(f"the plan {path} does not exist", cure="counterpromo plan ENV --json plan.json")
    with path.open("rb") as file:
        return file.read(READ_BYTES)


def _expected(environment: str, *, envs: Path, manifest: Manifest) -> Expected:
    if environment == ACCOUNT:
        return guard_context.of_account(load_account(envs), manifest=manifest)
    return guard_context.of_environment(load(environment, envs), envs=envs, manifest=manifest)

"""The guard on the command line: files and settings in, the pure guard's verdict out.

In: a plan's JSON, or a plan read already. Out: a verdict, shown, and refused where it blocks.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.terminal import say
from envs.load import ACCOUNT, load, load_account
from errors import CounterPromoError, Refused
from guard.formats import FORMATS
from guard.formats.text import clean
from guard.verdict import Mode, Severity, Verdict, waiver_for
from guard.waivers import Waiver, WaiverFaults, parse
from modules.stages import review, review_text
from operations.plan_apply import guard_context
from operations.workspace import Workspace
from terraform.plan.parse_json import LARGEST_BYTES
from terraform.state import protected_manifest

if TYPE_CHECKING:
    from guard.expected import Expected

DONE, BLOCKED = 0, 3


def command(
    plan_file: str,
    *,
    environment: str,
    mode: Mode,
    workspace: Workspace,
    waivers_file: Path | None,
    manifest_file: Path | None,
    format_: str,
) -> int:
    """Judge a plan's JSON from a file, or from stdin for `-`. Exit code 0: passed, 3: blocked."""
    kept = protected_manifest.read_file(manifest_file) if manifest_file else protected_manifest.Manifest()
    expected = _expected(environment, workspace=workspace, kept=kept)
    waivers = read_waivers(environment, workspace=workspace, file=waivers_file)
    today = datetime.date.today()
    verdict = review_text(_read(plan_file), mode=mode, expected=expected, waivers=waivers, today=today)
    sys.stdout.write(FORMATS[format_](verdict, environment, today))
    return DONE if verdict.passed else BLOCKED


def judge(shown: Mapping[str, Any], *, mode: Mode, expected: Expected, waivers: Sequence[Waiver] = ()) -> Verdict:
    """The verdict on a plan that terraform has just made."""
    return review(shown, mode=mode, expected=expected, waivers=waivers, today=datetime.date.today())


def tell(verdict: Verdict) -> None:
    """What does not block, in a line each; what blocks is in the refusal."""
    for finding in verdict.findings:
        if finding.severity is not Severity.BLOCKED:
            say(clean(f"  {finding.severity.value:8} {finding}"), style="yellow")


def refuse_unless_passed(verdict: Verdict, *, environment: str) -> None:
    """Raises Refused with every finding that blocks, and the lines that would waive them."""
    blocking = list(verdict.of(Severity.BLOCKED))
    if not blocking:
        return
    today = datetime.date.today()
    lines = [clean(f"  {finding}") for finding in blocking]
    waivers = dict.fromkeys(waiver_for(finding, today=today) for finding in blocking if finding.waivable)
    if waivers:
        lines += ["to waive what a person answers for, with reason and name:"]
        lines += [f"  {clean(line)}" for waiver in waivers for line in waiver.splitlines()]
    cure = "change the code or the settings"
    raise Refused(
        "\n".join([f"the plan for {environment} is not safe to apply:", *lines]),
        cure=f"{cure}, or add the lines to envs/{environment}.waivers.toml" if waivers else cure,
    )


def read_waivers(environment: str, *, workspace: Workspace, file: Path | None) -> tuple[Waiver, ...]:
    """Those of a file, or of `envs/ENV.waivers.toml` where it is there. Raises CounterPromoError with every fault."""
    path = file or workspace.envs / f"{environment}.waivers.toml"
    if file is None and not path.is_file():
        return ()
    try:
        return parse(path.read_text(encoding="utf-8"), today=datetime.date.today())
    except FileNotFoundError:
        raise CounterPromoError(
            f"no waivers: {path} is not there", cure="name a file that is, or leave it out"
        ) from None
    except UnicodeDecodeError as fault:
        raise CounterPromoError(f"{path}: not utf-8 at byte {fault.start}", cure=f"edit {path}") from None
    except WaiverFaults as found:
        listed = "".join(f"\n  {fault}" for fault in found.faults)
        raise CounterPromoError(f"{path}: {len(found.faults)} faults{listed}", cure=f"edit {path}") from None


def _expected(environment: str, *, workspace: Workspace, kept: protected_manifest.Manifest) -> Expected:
    if environment == ACCOUNT:
        return guard_context.of_account(load_account(workspace.envs), manifest=kept)
    settings = load(environment, workspace.envs)
    return guard_context.of_environment(settings, envs=workspace.envs, manifest=kept)


def _read(plan_file: str) -> bytes:
    """No more than one byte beyond what the guard reads: it then says that it is too large."""
    if plan_file == "-":
        return sys.stdin.buffer.read(LARGEST_BYTES + 1)
    path = Path(plan_file)
    if path.is_dir():
        raise CounterPromoError(f"{path} is a folder, not a plan", cure="terraform show -json PLAN > plan.json")
    if not path.exists():
        raise CounterPromoError(f"no plan: {path} is not there", cure="counterpromo plan ENV --json plan.json")
    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)

"""The guard with its context: reads waivers, judges a plan that terraform has just made, and refuses a blocked one.

In: a plan's JSON. Out: a verdict, or a refusal with the findings that block.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from errors import CounterPromoError, Refused
from guard.formats.text import clean
from guard.verdict import Mode, Severity, Verdict, waiver_for
from guard.waivers import Waiver, WaiverFaults, parse
from machine import merge_conflict
from modules.stages import review
from operations.workspace import Workspace

if TYPE_CHECKING:
    from guard.expected import Expected


def judge(plan: Mapping[str, Any], *, mode: Mode, expected: Expected, waivers: Sequence[Waiver] = ()) -> Verdict:
    """Returns the guard's verdict of today on a plan's JSON."""
    return review(plan, mode=mode, expected=expected, waivers=waivers, today=datetime.date.today())


def refuse_unless_passed(verdict: Verdict, *, environment: str) -> None:
    """Raises Refused with every finding that blocks, and with a waiver for each finding that can be waived."""
    blocking = list(verdict.of(Severity.BLOCKED))
    if not blocking:
        return
    today = datetime.date.today()
    lines = [clean(f"  {finding}") for finding in blocking]
    waivers = dict.fromkeys(waiver_for(finding, today=today) for finding in blocking if finding.waivable)
    if waivers:
        lines += ["to accept a finding, add its waiver, with a reason and your name:"]
        lines += [f"  {clean(line)}" for waiver in waivers for line in waiver.splitlines()]
    cure = "change the code or the settings"
    raise Refused(
        "\n".join([f"the plan for {environment} is not safe to apply:", *lines]),
        cure=f"{cure}, or add the waivers to envs/{environment}.waivers.toml" if waivers else cure,
    )


def to_put_back(address: str) -> Waiver:
    """Returns the waiver of a person who lets this plan overwrite what somebody changed at an address."""
    reason = "to be put back"
    return Waiver(
        address=address, action="drift-crossed", reason=reason, who="--put-back", expires=datetime.date.today()
    )


def read_waivers(environment: str, *, workspace: Workspace, file: Path | None) -> tuple[Waiver, ...]:
    """Returns the waivers in `file`, or in `envs/ENV.waivers.toml` if that exists.

    Raises CounterPromoError with every fault of the file.
    """
    path = file or workspace.envs / f"{environment}.waivers.toml"
    if file is None and not path.is_file():
        return ()
    try:
        return parse(path.read_text(encoding="utf-8"), today=datetime.date.today())
    except FileNotFoundError:
        raise CounterPromoError(
            f"the file of waivers {path} does not exist", cure="give an existing file, or leave out --waivers"
        ) from None
    except UnicodeDecodeError as fault:
        raise CounterPromoError(f"{path}: not utf-8 at byte {fault.start}", cure=f"edit {path}") from None
    except WaiverFaults as found:
        merge_conflict.refuse(path)
        listed = "".join(f"\n  {fault}" for fault in found.faults)
        raise CounterPromoError(f"{path}: {len(found.faults)} faults{listed}", cure=f"edit {path}") from None

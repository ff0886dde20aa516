"""`plan` and `apply`: identity, synth, init where needed, plan, summary, guard; then, for `apply`, exactly that plan.

In: an environment's name. Out: an exit code. Few terraform runs: a plan without changes is not read as JSON.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli import account, guard, states, summary, vanished
from cli.planned import Planned
from cli.synth import synthesize
from cli.terminal import check_answerable, confirm, say
from cli.terraform import Terraform, private_plan_file
from cli.workspace import Workspace
from envs.errors import Refused
from envs.load import load

DONE, CHANGES = 0, 2


def plan(environment: str, *, workspace: Workspace, json_file: Path | None) -> int:
    """Show what an apply would do, and write the plan's JSON if asked. Raises Refused if the guard would not let it."""
    terraform = _opened(environment, workspace=workspace)
    with private_plan_file() as saved:
        changes = terraform.plan(saved)
        shown = terraform.show(saved) if changes or json_file else {}
    if changes:
        look_again(shown, environment, workspace=workspace)
    if json_file:
        write_private(json_file, json.dumps(shown))
    if not changes:
        return _nothing_to_do(environment)
    check(shown, mode=guard.Mode.STEADY, title=environment)
    return CHANGES


def apply(environment: str, *, workspace: Workspace, yes: bool) -> int:
    """Show the plan, ask, and apply that saved plan and no other."""
    check_answerable(yes=yes)
    terraform = _opened(environment, workspace=workspace)
    with private_plan_file() as saved:
        if not terraform.plan(saved):
            return _nothing_to_do(environment)
        shown = terraform.show(saved)
        look_again(shown, environment, workspace=workspace)
        planned = check(shown, mode=guard.Mode.STEADY, title=environment)
        confirm(f"apply this to {environment}?", yes=yes)
        terraform.apply(saved)
    say(f"{environment}: applied ({planned.sentence})", style="bold green")
    return DONE


def check(shown: Mapping[str, Any], *, mode: guard.Mode, title: str) -> Planned:
    """Show a plan on one screen and put it before the guard; raises Refused with all its findings."""
    planned = Planned.of(shown)
    summary.show(planned, title=title)
    if findings := guard.review(shown, mode=mode):
        listed = "".join(f"\n  {finding}" for finding in findings)
        raise Refused(f"the plan for {title} is not safe to apply:{listed}", cure="change the code or the settings")
    return planned


def look_again(shown: Mapping[str, Any], environment: str, *, workspace: Workspace) -> None:
    """Raises Refused where a plan is wrong about what is there: its state is kept elsewhere, or it may not look."""
    settings = load(environment, workspace.envs)
    if states.knows_nothing(shown):
        states.refuse_if_it_is_elsewhere(settings)
    vanished.check(shown, aws=settings.aws)


def write_private(path: Path, text: str) -> None:
    """For this user's eyes only: a plan holds all that the state holds."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")


def _opened(environment: str, *, workspace: Workspace) -> Terraform:
    """The right account, a fresh synth, and terraform ready in the stack's folder."""
    account.identify(load(environment, workspace.envs).aws)
    synthesize(workspace)
    terraform = Terraform(stack_dir=workspace.stack_dir(environment), environ=os.environ)
    terraform.init()
    return terraform


def _nothing_to_do(environment: str) -> int:
    say(f"{environment}: no changes", style="bold green")
    return DONE

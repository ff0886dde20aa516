"""`plan` and `apply`: identity, synth, init where needed, plan, guard; then, for `apply`, exactly that plan.

In: an environment's name. Out: an exit code. `plan --save` leaves a plan beside the state for its review, and
`apply --reviewed` takes it from there: only it, and only while commit, state and account are those of its verdict.
"""

from __future__ import annotations

import json
from pathlib import Path

from cli.show import plan as summary
from cli.terminal import check_answerable, confirm, say, stdout
from errors import Refused
from guard.formats import FORMATS
from guard.verdict import Mode, Verdict
from operations.plan_apply import judge, plan_review
from operations.plan_apply.open_stack import Opened, opened
from operations.workspace import Workspace
from terraform import plan_file
from terraform.plan_summary import Planned
from terraform.private_files import write_private
from terraform.runner import private_plan_file

DONE, CHANGES = 0, 2


def plan(
    environment: str,
    *,
    workspace: Workspace,
    json_file: Path | None,
    mode: Mode | None = None,
    waivers_file: Path | None = None,
    save: bool = False,
    format_: str | None = None,
    output: Path | None = None,
    lock: bool = True,
) -> int:
    """Show what an apply would do, and write or save it if asked. Raises Refused if the guard would not let it."""
    place = opened(environment, workspace=workspace, waivers_file=waivers_file)
    with private_plan_file() as file:
        changes = place.terraform.plan(file, lock=lock)
        shown = place.terraform.show(file)
        if json_file:
            write_private(json_file, json.dumps(shown))
        verdict = place.judge(shown, mode=mode)
        _show(verdict, planned=Planned.of(shown), place=place, changes=changes, format_=format_, output=output)
        judge.refuse_unless_passed(verdict, environment=environment)
        if save and changes:
            about = place.about(file, verdict, shown)
            plan_review.keep(file, about, store=place.store)
            say(f"saved: counterpromo apply {environment} --reviewed {about.sha256}")
    return CHANGES if changes else DONE


def apply(
    environment: str,
    *,
    workspace: Workspace,
    yes: bool,
    mode: Mode | None = None,
    waivers_file: Path | None = None,
    fingerprint: str | None = None,
) -> int:
    """Show the plan, ask, and apply that saved plan and no other."""
    check_answerable(yes=yes)
    if fingerprint:
        plan_review.check_fingerprint(fingerprint)
    place = opened(environment, workspace=workspace, waivers_file=waivers_file)
    with private_plan_file() as file:
        before = place.fetch(fingerprint, into=file) if fingerprint else None
        changes = True if before else place.terraform.plan(file)
        shown = place.terraform.show(file)
        verdict = place.judge(shown, mode=mode)
        planned = Planned.of(shown)
        _show(verdict, planned=planned, place=place, changes=changes)
        judge.refuse_unless_passed(verdict, environment=environment)
        if changes:
            about = place.about(file, verdict, shown)
            if before:
                place.check_unchanged(before, about)
            confirm(f"apply this to {environment}?", yes=yes)
            if plan_file.sha256(file) != about.sha256:
                raise Refused("the saved plan is not the one that was judged", cure=f"counterpromo plan {environment}")
            place.terraform.apply(file)
    place.remember_protected()
    if fingerprint:
        plan_review.remove(environment, fingerprint, store=place.store)
    if changes:
        say(f"{environment}: applied ({planned.sentence})", style="bold green")
    return DONE


def _show(
    verdict: Verdict,
    *,
    planned: Planned,
    place: Opened,
    changes: bool,
    format_: str | None = None,
    output: Path | None = None,
) -> None:
    """On one screen; or as a pull request or a log is to show it, with no value in it, into a file if asked."""
    environment = place.environment
    if format_ or output:
        text = FORMATS[format_ or "text"](verdict, environment, place.today)
        if output:
            output.write_text(text, encoding="utf-8")
        else:
            stdout().file.write(text)
        return
    if changes:
        summary.show(planned, title=environment)
    else:
        say(f"{environment}: no changes", style="bold green")
    judge.tell(verdict)

"""`plan`: shows what an apply would change, as the guard judges it, and saves the plan for a review if asked.

Stages: account -> synth -> init -> plan -> guard -> the plan and its verdict beside the state.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from guard.verdict import Mode, Verdict
from operations.events import PlanJudged
from operations.plan_apply import plan_review
from operations.plan_apply.judge import refuse_unless_passed
from operations.plan_apply.open_stack import open_stack
from operations.progress import SILENT, Progress
from operations.state import complete_state
from operations.workspace import Workspace
from terraform.plan.plan import Plan
from terraform.private_files import write_private
from terraform.runner import private_plan_file


@dataclass(frozen=True, kw_only=True)
class PlanRequest:
    """Without a `mode`, a first build is judged as `create` and any other plan as `steady`.

    The plan's JSON is written to `json_file` even if the guard refuses the plan. Without the `lock`, terraform only
    reads the state. With `added`, the plan also reports what somebody added to resources of the state.
    """

    environment: str
    workspace: Workspace
    mode: Mode | None = None
    waivers_file: Path | None = None
    json_file: Path | None = None
    save: bool = False
    lock: bool = True
    added: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanResult:
    """A plan that the guard let pass. `saved` is the SHA-256 under which it was saved; empty if it was not."""

    has_changes: bool
    summary: Plan
    verdict: Verdict
    saved: str = ""


def plan(request: PlanRequest, *, progress: Progress = SILENT) -> PlanResult:
    """Plans an environment. Reports PlanJudged, then raises Refused if the guard blocks the plan."""
    environment, saved = request.environment, ""
    stack = open_stack(environment, workspace=request.workspace, waivers_file=request.waivers_file, progress=progress)
    with private_plan_file() as file:
        has_changes = stack.terraform.plan(file, lock=request.lock)
        document = stack.terraform.show(file)
        if request.json_file:
            write_private(request.json_file, json.dumps(document))
        verdict = stack.judge(document, mode=request.mode, added=request.added)
        summary = Plan.of(document)
        progress.report(PlanJudged(stack=environment, summary=summary, verdict=verdict, has_changes=has_changes))
        refuse_unless_passed(verdict, environment=environment)
        if request.save and has_changes:
            complete_state.refuse_to_lose(summary, environment=environment)
            review = stack.review(file, verdict, document)
            plan_review.keep(file, review, store=stack.store)
            saved = review.sha256
    return PlanResult(has_changes=has_changes, summary=summary, verdict=verdict, saved=saved)

"""`apply`: prepares a plan that may be applied, and applies exactly that plan.

Stages of `prepare`: account -> synth -> init -> plan, or the saved plan of a review -> guard -> unchanged since the
review. A new plan that would deregister a revision is made again, after the state has the argument that prevents it.
Stages of `carry_out`: apply -> arguments that only the state holds -> manifest -> the saved plan is removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from envs.load import ACCOUNT
from errors import CounterPromoError, Refused
from guard.verdict import Mode
from operations.events import PlanJudged
from operations.plan_apply import plan_review
from operations.plan_apply.judge import refuse_unless_passed
from operations.plan_apply.open_stack import OpenStack, open_stack
from operations.progress import SILENT, Progress
from operations.state import complete_state
from operations.workspace import Workspace
from terraform import plan_file
from terraform.plan.plan import Plan
from terraform.runner import private_plan_file


@dataclass(frozen=True, kw_only=True)
class ApplyRequest:
    """`reviewed` is the SHA-256 of a plan that `plan --save` saved; empty for a new plan.

    `put_back` are the addresses whose changes outside of Terraform the plan may overwrite.
    """

    environment: str
    workspace: Workspace
    mode: Mode | None = None
    waivers_file: Path | None = None
    reviewed: str = ""
    put_back: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PreparedApply:
    """A plan that the guard let pass, in a file that exists only inside of `prepare`."""

    has_changes: bool
    summary: Plan
    stack: OpenStack
    file: Path
    sha256: str
    reviewed: str


@contextmanager
def prepare(request: ApplyRequest, *, progress: Progress = SILENT) -> Iterator[PreparedApply]:
    """Yields the plan that `carry_out` applies. Reports PlanJudged, then raises Refused if the plan may not be applied.

    A saved plan may be applied only while commit, state and account are those of its review.
    """
    environment = request.environment
    if environment == ACCOUNT:
        raise CounterPromoError("the stack of the account is applied by bootstrap", cure="counterpromo bootstrap")
    if request.reviewed:
        plan_review.check_fingerprint(request.reviewed)
    stack = open_stack(
        environment,
        workspace=request.workspace,
        waivers_file=request.waivers_file,
        put_back=request.put_back,
        progress=progress,
    )
    with private_plan_file() as file:
        reviewed, has_changes = None, True
        if request.reviewed:
            reviewed = plan_review.fetch(environment, request.reviewed, into=file, store=stack.store)
        else:
            has_changes = stack.terraform.plan(file)
        document = stack.terraform.show(file)
        if request.reviewed:
            complete_state.refuse_to_lose(Plan.of(document), environment=environment)
        elif complete_state.loses_incomplete(Plan.of(document)):
            stack.complete_state()
            has_changes = stack.terraform.plan(file)
            document = stack.terraform.show(file)
        verdict = stack.judge(document, mode=request.mode)
        summary = Plan.of(document)
        progress.report(PlanJudged(stack=environment, summary=summary, verdict=verdict, has_changes=has_changes))
        refuse_unless_passed(verdict, environment=environment)
        review = stack.review(file, verdict, document)
        if reviewed:
            stack.check_unchanged(reviewed, review)
        yield PreparedApply(
            has_changes=has_changes,
            summary=summary,
            stack=stack,
            file=file,
            sha256=review.sha256,
            reviewed=request.reviewed,
        )


def carry_out(prepared: PreparedApply) -> None:
    """Applies the prepared plan, if it has changes. Raises Refused if its file is not the one that was judged."""
    stack = prepared.stack
    if prepared.has_changes:
        if plan_file.sha256(prepared.file) != prepared.sha256:
            raise Refused(
                "the saved plan is not the one that the guard judged", cure=f"counterpromo plan {stack.environment}"
            )
        stack.terraform.apply(prepared.file)
    if complete_state.is_incomplete(prepared.summary):
        stack.complete_state()
    stack.write_manifest()
    if prepared.reviewed:
        plan_review.remove(stack.environment, prepared.reviewed, store=stack.store)

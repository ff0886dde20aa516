"""Imports the matched resources of an environment into its remote state, as a plan that is proven to change nothing.

Stages: the plan of the draft, or a new plan and its proof -> guard -> apply -> arguments that only the state holds ->
manifest -> the next plan is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aws.identity import Account
from errors import CounterPromoError
from guard.checks import wrong_state
from guard.verdict import Mode
from modules.stages import prove
from operations.adopt.accept_proof import accept
from operations.adopt.record import Record
from operations.events import PlanMade, StateCompleted
from operations.plan_apply import guard_context, judge
from operations.progress import Progress
from operations.state import complete_state
from operations.workspace import Workspace
from terraform.plan.counts import Counts
from terraform.plan.plan import Plan
from terraform.runner import Terraform, private_plan_file
from terraform.state import protected_manifest
from terraform.state.bucket import Store
from terraform.trial_plan import Rehearsal


@dataclass(frozen=True, kw_only=True)
class Import:
    """One run of an import: `in_state` are the addresses in the remote state when it began.

    `rehearsal` plans a draft against the remote state while that is empty; its file is the plan that is applied.
    """

    record: Record
    account: Account
    workspace: Workspace
    terraform: Terraform
    in_state: frozenset[str]
    rehearsal: Rehearsal
    progress: Progress

    @property
    def environment(self) -> str:
        return self.record.environment


def take_into_state(run: Import) -> None:
    """Applies the import. Raises Refused if the plan would change a live resource or the guard blocks it.

    Raises CounterPromoError if the next plan is not empty.
    """
    record, terraform, environment = run.record, run.terraform, run.environment
    settings = record.settings
    store = Store(bucket=settings.state.bucket, session=run.account.session)
    expected = guard_context.of_stack(
        settings,
        envs=run.workspace.envs,
        manifest=protected_manifest.read(settings.state, store=store),
        stack_dir=terraform.stack_dir,
        account=run.account,
        imports=record.outcome.ids,
    )
    plan, has_changes = _plan(run)
    judge.refuse_unless_passed(judge.judge(plan, mode=Mode.ADOPT, expected=expected), environment=environment)
    if has_changes:
        with record.timed("apply"):
            terraform.apply(run.rehearsal.saved)
    complete_the_state(run)
    protected_manifest.write(expected.protected_now or frozenset(), settings.state, store=store)
    if not next_plan_is_empty(run):
        raise CounterPromoError(
            f"{environment} is adopted, but the next plan is not empty", cure=f"counterpromo plan {environment}"
        )


def complete_the_state(run: Import) -> None:
    """Writes the arguments into the state that no import can read. Reports StateCompleted if it lacked one."""
    if addresses := complete_state.complete(run.terraform):
        run.progress.report(StateCompleted(environment=run.environment, addresses=addresses))


def next_plan_is_empty(run: Import) -> bool:
    """Plans once more, without applying. Reports PlanMade if there are changes."""
    terraform, record = run.terraform, run.record
    with record.timed("plan"), private_plan_file() as file:
        has_changes = terraform.plan(file)
        if has_changes:
            summary = Plan.of(terraform.show(file))
            run.progress.report(PlanMade(title=f"{run.environment}, next plan", summary=summary))
        elif record.counts is None:
            record.counts = Counts()
    return not has_changes


def _plan(run: Import) -> tuple[dict[str, Any], bool]:
    """Returns the plan in the rehearsal's file, and if it has changes.

    The plan of the draft is used if it was made against the remote state and the stack is still the same. Otherwise a
    new plan is made and proven; resources that an interrupted run has imported are allowed in the state.
    """
    terraform, record, environment = run.terraform, run.record, run.environment
    rehearsed = run.rehearsal.of(terraform.stack_dir)
    if rehearsed is not None:
        return rehearsed, True
    with record.timed("plan"):
        has_changes = terraform.plan(run.rehearsal.saved)
        plan = terraform.show(run.rehearsal.saved)
    wrong_state.refuse(Plan.of(plan), environment=environment)
    proof = prove(plan, record.outcome.ids)
    accept(proof, record=record, title=f"{environment}, remote state", progress=run.progress)
    return plan, has_changes

"""`bootstrap`: creates or adopts what exists once per account, and keeps its state in the bucket that it creates.

Stages of `prepare`: account -> draft, discovery and match -> state, local while the bucket holds none -> adoption of
what exists and is not in the state (`adopt_account`) -> plan -> guard. Stages of `carry_out`: the draft's files ->
apply -> the state into the bucket -> manifest. An interrupted run is finished by the next one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws import identity
from aws.identity import Account
from envs.load import ACCOUNT, load_account
from errors import CounterPromoError
from guard.verdict import Mode
from imports import overlay
from imports.files.pins_file import Pin, SetAside
from imports.model import Found
from modules.settings import AccountSettings
from operations.adopt import draft as drafts
from operations.adopt.find import find
from operations.adopt.record import Record
from operations.bootstrap import adopt_account, dangers, interrupted
from operations.bootstrap.local_state import move_into_bucket, override_backend
from operations.events import FileWritten, PlanJudged
from operations.plan_apply import guard_context, judge
from operations.progress import SILENT, Progress
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform import import_blocks
from terraform.plan.plan import Plan
from terraform.runner import Terraform, private_plan_file
from terraform.stack import STACK_FILE, Stack
from terraform.state import backend_status, protected_manifest
from terraform.state.bucket import Store
from terraform.trial_plan import Rehearsal


@dataclass(frozen=True, kw_only=True)
class PreparedBootstrap:
    """A plan that the guard let pass, in a file that exists only inside of `prepare`, as does the draft.

    `diffs`, `withheld`, `set_aside` and `pins` are those of the adoption, as in `PreparedImport`; `adopted` counts what
    the plan imports. `state_is_local` is True until the bucket holds the state.
    """

    has_changes: bool
    summary: Plan
    diffs: Mapping[str, str]
    withheld: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    pins: tuple[Pin, ...]
    settings: AccountSettings
    draft: Workspace
    workspace: Workspace
    terraform: Terraform
    file: Path
    store: Store
    local_state: Path
    state_is_local: bool
    progress: Progress

    @property
    def adopted(self) -> int:
        return len(self.summary.imported)


@contextmanager
def prepare(workspace: Workspace, *, progress: Progress = SILENT) -> Iterator[PreparedBootstrap]:
    """Yields the plan that `carry_out` applies; without changes it still moves a local state into the bucket.

    Raises Refused if a match is not certain, if what exists is dangerous, or if anything that exists would change.
    """
    settings = load_account(workspace.envs)
    record, account = Record(settings=settings), identity.identify(settings.aws)
    with drafts.drafted(workspace, ACCOUNT) as draft, private_plan_file() as file:
        find(record, account=account, draft=draft, step=progress.step)
        code = Stack.read(draft.stack_dir(ACCOUNT))
        terraform, state_is_local = _open(workspace, account=account, progress=progress)
        adopt_account.look(record, code=code, workspace=workspace, in_state=terraform.addresses(), progress=progress)
        dangers.refuse_strays(record.outcome.strays, found=_found(record), code=code)
        dangers.refuse_unusable_lock_table(settings, found=_found(record))
        plan: dict[str, Any] | None
        rehearsal = Rehearsal(initialised=terraform.stack_dir, saved=file, step=progress.step)
        if record.outcome.ids:
            plan = adopt_account.adopt(record, draft=draft, workspace=workspace, rehearsal=rehearsal, progress=progress)
            dangers.refuse_live(plan, ids=record.outcome.ids, code=code, settings=settings)
        else:
            drafts.take(workspace, draft, ACCOUNT)
            plan = _plan(terraform, file)
        prepared = PreparedBootstrap(
            has_changes=plan is not None,
            summary=Plan.of(plan or {}),
            diffs=drafts.changes(draft, workspace, ACCOUNT),
            withheld=record.withheld,
            set_aside=record.set_aside,
            pins=record.pinned,
            settings=load_account(draft.envs),
            draft=draft,
            workspace=workspace,
            terraform=terraform,
            file=file,
            store=Store(bucket=record.settings.state.bucket, session=account.session),
            local_state=_local_state(workspace),
            state_is_local=state_is_local,
            progress=progress,
        )
        if plan is not None:
            _judge(prepared, plan, account=account, in_state=record.in_state)
        yield prepared


def carry_out(prepared: PreparedBootstrap) -> None:
    """Writes the draft's files, applies the prepared plan, moves a local state into the bucket, writes the manifest.

    Raises CounterPromoError if something was adopted and the next plan is not empty.
    """
    terraform, workspace = prepared.terraform, prepared.workspace
    for path in drafts.keep(prepared.draft, workspace, ACCOUNT):
        prepared.progress.report(FileWritten(environment=ACCOUNT, path=path))
    if prepared.diffs:
        synthesize(workspace, only={ACCOUNT}, step=prepared.progress.step)
    if prepared.has_changes:
        interrupted.remember(prepared.summary, folder=prepared.local_state.parent)
        terraform.apply(prepared.file)
    if prepared.state_is_local:
        move_into_bucket(terraform, local_state=prepared.local_state)
    protected = Stack.read(terraform.stack_dir).protected()
    protected_manifest.write(protected, prepared.settings.state, store=prepared.store)
    interrupted.forget(prepared.local_state.parent)
    if prepared.adopted and _plan(terraform, prepared.file):
        raise CounterPromoError(
            "the account is adopted, but the next plan is not empty", cure="counterpromo plan account"
        )


def _open(workspace: Workspace, *, account: Account, progress: Progress) -> tuple[Terraform, bool]:
    """Returns terraform, initialised for the state, and True if that is a local file. The stack imports nothing yet."""
    synthesize(workspace, only={ACCOUNT}, tentative=True, step=progress.step)
    settings, stack_dir = load_account(workspace.envs), workspace.stack_dir(ACCOUNT)
    with account.reader() as aws:
        live = backend_status.look_at(settings.state, aws=aws)
    document = dict(Stack.read(stack_dir).document)
    import_blocks.write(import_blocks.with_imports(document, {}), stack_dir / STACK_FILE)
    local_state = _local_state(workspace)
    override_backend(live, settings=settings, document=document, stack_dir=stack_dir, local_state=local_state)
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ, step=progress.step)
    terraform.init()
    return terraform, not live.state


def _found(record: Record) -> Sequence[Found]:
    return record.inventory.found if record.inventory else ()


def _plan(terraform: Terraform, file: Path) -> dict[str, Any] | None:
    """Returns the plan, or None if it has no changes."""
    overlay.refuse_dangling(Stack.read(terraform.stack_dir).document, ACCOUNT)
    return terraform.show(file) if terraform.plan(file) else None


def _local_state(workspace: Workspace) -> Path:
    return workspace.private_dir(ACCOUNT) / "terraform.tfstate"


def _judge(prepared: PreparedBootstrap, plan: dict[str, Any], *, account: Account, in_state: frozenset[str]) -> None:
    """Reports the plan and the verdict; raises Refused if the guard blocks it.

    Resources in the state belong to this code and may change with it; before there is a state, the plan may only create
    and adopt.
    """
    settings = prepared.settings
    stack = prepared.draft if prepared.adopted else prepared.workspace
    verdict = judge.judge(
        plan,
        mode=Mode.STEADY if in_state and not prepared.state_is_local else Mode.CREATE,
        expected=guard_context.of_account(
            settings,
            manifest=protected_manifest.read(settings.state, store=prepared.store),
            stack_dir=stack.stack_dir(ACCOUNT),
            account=account,
        ),
        waivers=judge.read_waivers(ACCOUNT, workspace=prepared.workspace, file=None),
    )
    prepared.progress.report(PlanJudged(stack=ACCOUNT, summary=prepared.summary, verdict=verdict, has_changes=True))
    judge.refuse_unless_passed(verdict, environment=ACCOUNT)

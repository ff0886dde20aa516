"""`import`: adopts the live resources of an environment into its settings and state, and changes none of them.

Stages of `prepare`: account -> discovery and synth -> match and shape -> converge (gaps, captured settings, pins) until
a plan of the draft imports everything and changes nothing. Stages of `carry_out`: the draft's files -> with `apply`
also the state (`take_into_state`). Until then everything happens in a draft: a refusal leaves files and state as they
were. While the remote state is empty, the last plan of the draft is the plan that is applied; otherwise the draft is
planned against an empty state, and the plan against the remote state is proven in turn.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aws import identity
from aws.identity import Account
from envs.load import load
from imports import overlay
from imports.files import ids_file
from imports.files.pins_file import Pin, SetAside
from operations.adopt import draft as drafts
from operations.adopt.accept_proof import accept
from operations.adopt.converge import converge
from operations.adopt.find import find
from operations.adopt.match_check import refuse_uncertain
from operations.adopt.record import Record
from operations.adopt.take_into_state import Import, complete_the_state, next_plan_is_empty, take_into_state
from operations.events import FileWritten, ResourcesMatched, StateCopied
from operations.progress import SILENT, Progress
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.runner import Terraform, private_plan_file
from terraform.stack import Stack
from terraform.state import locations, unsaved_state
from terraform.state.bucket import Store
from terraform.trial_plan import Rehearsal, Scratch


@dataclass(frozen=True, kw_only=True)
class ImportRequest:
    """With `apply` the resources are imported into the remote state, too. The report is written however it ends."""

    environment: str
    workspace: Workspace
    apply: bool = False
    report_file: Path | None = None


@dataclass(frozen=True, kw_only=True)
class PreparedImport:
    """An import that is proven to change no live resource, while its draft exists.

    `diffs` maps the name of each file that changes to its diff; `withheld` lists the addresses of the gaps, `set_aside`
    the resources that are not adopted, those that hold data or an identity first. `adopted`
    counts the resources of an environment that is in the remote state already: then there is nothing to carry out, and
    `next_plan_is_empty` says if the settings ask for changes by now.
    """

    apply: bool
    diffs: Mapping[str, str]
    withheld: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    pins: tuple[Pin, ...] = ()
    adopted: int = 0
    next_plan_is_empty: bool = False
    draft: Workspace
    run: Import


@contextmanager
def prepare(request: ImportRequest, *, progress: Progress = SILENT) -> Iterator[PreparedImport]:
    """Yields the import that `carry_out` carries out. Reports ResourcesMatched and ImportPlanned.

    Raises Refused if a match is not certain, if a live resource would change, or while an unsaved state waits.
    """
    environment, workspace = request.environment, request.workspace
    unsaved_state.refuse(workspace.stack_dir(environment))
    record = Record(settings=load(environment, workspace.envs))
    account = identity.identify(record.settings.aws)
    _refuse_a_second_state(record, account=account, workspace=workspace)
    try:
        with drafts.drafted(workspace, environment) as draft, private_plan_file() as file:
            find(record, account=account, draft=draft, step=progress.step)
            progress.report(ResourcesMatched(stack=environment, outcome=record.outcome, unread=record.unread))
            refuse_uncertain(record.outcome, environment=environment)
            run = _begin(request, record, account=account, file=file, progress=progress)
            if _is_adopted(run, request=request):
                yield _already_adopted(run, request=request, draft=draft)
            else:
                yield _prove(run, request=request, draft=draft)
    finally:
        if request.report_file:
            record.write(request.report_file)


def carry_out(prepared: PreparedImport) -> None:
    """Writes the files of the draft; with `apply` also imports the resources into the remote state.

    Reports FileWritten for each file, StateCopied if the remote state held something, and StateCompleted if it lacked
    an argument that only the state holds. Nothing else is left to do for an environment that is adopted already.
    """
    run, workspace, environment = prepared.run, prepared.run.workspace, prepared.run.environment
    if prepared.adopted:
        complete_the_state(run)
        return
    for path in drafts.keep(prepared.draft, workspace, environment):
        run.progress.report(FileWritten(environment=environment, path=path))
    if not prepared.apply:
        return
    if run.in_state:
        copy = run.terraform.back_up(workspace.private_dir(environment))
        run.progress.report(StateCopied(environment=environment, path=copy))
    if prepared.diffs:
        synthesize(workspace, only={environment}, step=run.progress.step)
    take_into_state(run)


def _refuse_a_second_state(record: Record, *, account: Account, workspace: Workspace) -> None:
    """Raises Refused if an earlier import was for another state in S3, and that state exists."""
    known, state = ids_file.read(record.environment, workspace.envs), record.settings.state
    if known is None or known.state in ("", locations.in_s3(state)):
        return
    bucket, _, key = known.state.removeprefix("s3://").partition("/")
    if Store(bucket=bucket, session=account.session).get(key) is not None:
        locations.refuse_another_place(record.environment, state, known.state)


def _begin(request: ImportRequest, record: Record, *, account: Account, file: Path, progress: Progress) -> Import:
    """Returns the run. With `apply` the remote state is read, and refused if the state is in the other backend."""
    environment, workspace = request.environment, request.workspace
    terraform = Terraform(stack_dir=workspace.stack_dir(environment), environ=os.environ, step=progress.step)
    in_state = frozenset[str]()
    if request.apply:
        synthesize(workspace, only={environment}, tentative=True, step=progress.step)
        terraform.init()
        in_state = terraform.addresses()
        if not in_state:
            locations.refuse_if_it_is_elsewhere(load(environment, workspace.envs), step=progress.step)
    return Import(
        record=record,
        account=account,
        workspace=workspace,
        terraform=terraform,
        in_state=in_state,
        rehearsal=Rehearsal(initialised=terraform.stack_dir, saved=file, step=progress.step),
        progress=progress,
    )


def _is_adopted(run: Import, *, request: ImportRequest) -> bool:
    """Returns True if the remote state holds every matched resource, and an earlier import wrote the import ids.

    An argument that refers to a gap and has no pin yet is still to be adopted.
    """
    if not run.in_state or not run.in_state.issuperset(run.record.outcome.ids):
        return False
    if overlay.any_dangling(Stack.read(run.terraform.stack_dir).document):
        return False
    return ids_file.read(run.environment, request.workspace.envs) is not None


def _already_adopted(run: Import, *, request: ImportRequest, draft: Workspace) -> PreparedImport:
    return PreparedImport(
        apply=request.apply,
        diffs={},
        adopted=len(run.record.outcome.ids),
        next_plan_is_empty=next_plan_is_empty(run),
        draft=draft,
        run=run,
    )


def _prove(run: Import, *, request: ImportRequest, draft: Workspace) -> PreparedImport:
    """Returns the import once a plan of the draft imports everything and changes nothing."""
    record, environment, step = run.record, run.environment, run.progress.step
    against_remote_state = request.apply and not run.in_state
    planner = run.rehearsal if against_remote_state else Scratch(provider_of=run.terraform.stack_dir, step=step)
    proof = converge(record, draft=draft, workspace=request.workspace, planner=planner, step=step)
    accept(proof, record=record, title=environment, progress=run.progress)
    return PreparedImport(
        apply=request.apply,
        diffs=drafts.changes(draft, request.workspace, environment),
        withheld=record.withheld,
        set_aside=record.set_aside,
        pins=record.pinned,
        draft=draft,
        run=run,
    )

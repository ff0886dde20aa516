"""`bootstrap`: creates or adopts what exists once per account, and keeps its state in the bucket that it creates.

Stages of `prepare`: account -> synth -> discovery and match -> import blocks -> plan, against a local state while the
bucket holds none -> guard. Stages of `carry_out`: import ids -> apply -> the state into the bucket -> manifest.
An interrupted run is finished by the next one: it finds what exists again, and imports it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws import identity
from aws.identity import Account
from envs.load import ACCOUNT, load_account
from errors import Refused
from guard.verdict import Mode
from imports import declared
from imports.files import ids_file
from imports.model import Outcome
from modules.settings import AccountSettings
from modules.stages import discover_account, match
from operations.adopt.match_check import refuse_ambiguous
from operations.bootstrap.local_state import move_into_bucket, override_backend
from operations.events import PlanJudged, ResourcesMatched
from operations.plan_apply import guard_context, judge
from operations.progress import SILENT, Progress
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform import import_blocks
from terraform.plan.plan import Plan
from terraform.runner import Terraform, private_plan_file
from terraform.stack import STACK_FILE, Stack, read_document
from terraform.state import backend_status, protected_manifest
from terraform.state.backend_status import Backend
from terraform.state.bucket import Store

OF_ROLES = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")


@dataclass(frozen=True, kw_only=True)
class PreparedBootstrap:
    """A plan that the guard let pass, in a file that exists only inside of `prepare`.

    `document` is the synthesized stack; `state_is_local` is True until the bucket holds the state.
    """

    has_changes: bool
    summary: Plan
    settings: AccountSettings
    document: dict[str, Any]
    envs: Path
    terraform: Terraform
    file: Path
    store: Store
    local_state: Path
    state_is_local: bool


@contextmanager
def prepare(workspace: Workspace, *, progress: Progress = SILENT) -> Iterator[PreparedBootstrap]:
    """Yields the plan that `carry_out` applies; without changes it still moves a local state into the bucket.

    Raises Refused if a match is not certain, or if anything that exists would change.
    """
    settings = load_account(workspace.envs)
    account = identity.identify(settings.aws)
    synthesize(workspace, only={ACCOUNT}, step=progress.step)
    stack_dir = workspace.stack_dir(ACCOUNT)
    live, outcome = _discover(settings, account=account, stack_dir=stack_dir, progress=progress)
    document = read_document(stack_dir / STACK_FILE)
    import_blocks.write(import_blocks.with_imports(document, outcome.ids), stack_dir / STACK_FILE)
    local_state = workspace.private_dir(ACCOUNT) / "terraform.tfstate"
    override_backend(live, settings=settings, document=document, stack_dir=stack_dir, local_state=local_state)
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ, step=progress.step)
    terraform.init()
    with private_plan_file() as file:
        plan = terraform.show(file) if terraform.plan(file) else None
        prepared = PreparedBootstrap(
            has_changes=plan is not None,
            summary=Plan.of(plan or {}),
            settings=settings,
            document=document,
            envs=workspace.envs,
            terraform=terraform,
            file=file,
            store=Store(bucket=settings.state.bucket, session=account.session),
            local_state=local_state,
            state_is_local=not live.state,
        )
        if plan is not None:
            _check(prepared, plan, account=account, workspace=workspace, progress=progress)
        yield prepared


def carry_out(prepared: PreparedBootstrap) -> None:
    """Applies the prepared plan, moves a local state into the bucket, and writes the manifest beside the state."""
    if prepared.has_changes:
        _keep_import_ids(prepared)
        prepared.terraform.apply(prepared.file)
    if prepared.state_is_local:
        move_into_bucket(prepared.terraform, local_state=prepared.local_state)
    protected = Stack(document=prepared.document).protected()
    protected_manifest.write(protected, prepared.settings.state, store=prepared.store)


def _discover(
    settings: AccountSettings, *, account: Account, stack_dir: Path, progress: Progress
) -> tuple[Backend, Outcome]:
    """Returns the live backend, and the declared resources that exist. Raises Refused if a match is not certain."""
    with progress.step("reading the account"), account.reader() as aws:
        live = backend_status.look_at(settings.state, aws=aws)
        inventory = discover_account(aws, settings)
    outcome = match(declared.read(stack_dir / STACK_FILE), inventory.found)
    if outcome.ambiguous:
        progress.report(ResourcesMatched(stack=ACCOUNT, outcome=outcome))
        refuse_ambiguous(outcome)
    _refuse_further_policies(outcome)
    return live, outcome


def _refuse_further_policies(outcome: Outcome) -> None:
    """Raises Refused if a role has a policy that is not declared: no plan shows it, and it may allow more."""
    policies = [f"{stray.name or stray.id} ({stray.type})" for stray in outcome.strays if stray.type in OF_ROLES]
    if policies:
        raise Refused(
            f"a role of the pipelines has policies that are not in the code: {', '.join(policies)}",
            cure="remove these policies from the role, or give the role another name",
        )


def _check(
    prepared: PreparedBootstrap, plan: dict[str, Any], *, account: Account, workspace: Workspace, progress: Progress
) -> None:
    """Reports the plan and the verdict; raises Refused if the guard blocks it, or if an import changes anything.

    Resources in the state belong to this code and may change with it; before there is a state, the plan may only create
    and adopt.
    """
    settings, terraform, summary = prepared.settings, prepared.terraform, prepared.summary
    has_state = not prepared.state_is_local and bool(terraform.addresses())
    verdict = judge.judge(
        plan,
        mode=Mode.STEADY if has_state else Mode.CREATE,
        expected=guard_context.of_account(
            settings,
            manifest=protected_manifest.read(settings.state, store=prepared.store),
            stack_dir=terraform.stack_dir,
            account=account,
        ),
        waivers=judge.read_waivers(ACCOUNT, workspace=workspace, file=None),
    )
    progress.report(PlanJudged(stack=ACCOUNT, summary=summary, verdict=verdict, has_changes=True))
    judge.refuse_unless_passed(verdict, environment=ACCOUNT)
    changed = [change.address for change in summary.managed if change.import_id is not None and change.kind != "import"]
    if changed:
        raise Refused(
            f"importing {', '.join(changed)} would change the live resource",
            cure="change the code until it describes the live resource",
        )


def _keep_import_ids(prepared: PreparedBootstrap) -> None:
    """Adds the ids that the plan imports to `envs/account.imports.json`."""
    if not prepared.summary.imported:
        return
    known = ids_file.read(ACCOUNT, prepared.envs)
    by_address = {**(known.by_address if known else {}), **prepared.summary.imported}
    aws = prepared.settings.aws
    ids = ids_file.Ids(account=aws.account_id, region=aws.region, by_address=by_address)
    ids_file.write(ids, ACCOUNT, prepared.envs)

"""`bootstrap`: what exists once per account, made or adopted, with its own state in the bucket it makes.

Stages: identity -> synth -> what is there -> import blocks -> plan, on a state on this disk while the bucket has none
-> guard (what is adopted may not change) -> ask -> apply -> the state into the bucket. Killed anywhere, a re-run
finishes: what a lost state forgot is found again and imported.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from aws import identity
from aws.identity import Account
from cli.show import matches
from cli.show import plan as summary
from cli.terminal import check_answerable, confirm, say, step
from envs.load import ACCOUNT, load_account
from errors import CounterPromoError, Refused
from guard.expected import Expected
from guard.verdict import Mode
from imports import declared, ids_file
from imports.model import Outcome
from modules.settings import AccountSettings
from modules.stages import discover_account, match
from operations.plan_apply import guard_context, judge
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform import import_blocks, stack
from terraform.plan_summary import Planned
from terraform.runner import Terraform, private_plan_file
from terraform.state import backend_status as backend
from terraform.state import protected_manifest
from terraform.state.backend_status import Backend
from terraform.state.bucket import Store
from terraform.trial_plan import STACK

DONE = 0
OVERRIDE = "backend_override.tf.json"
ON_ROLES = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")


def make_or_adopt(*, workspace: Workspace, yes: bool) -> int:
    """Exit code 0 once everything is there and in state. Raises Refused if anything that is there would change."""
    check_answerable(yes=yes)
    settings = load_account(workspace.envs)
    who = identity.identify(settings.aws)
    synthesize(workspace, only={ACCOUNT})
    stack_dir = workspace.stack_dir(ACCOUNT)
    there, outcome = _look(settings, who=who, stack_dir=stack_dir)
    document = stack.read_document(stack_dir / STACK)
    import_blocks.write(import_blocks.with_imports(document, outcome.ids), stack_dir / STACK)
    local_state = workspace.private_dir(ACCOUNT) / "terraform.tfstate"
    _lay_override(there, settings=settings, document=document, stack_dir=stack_dir, local_state=local_state)
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ, step=step)
    terraform.init()
    store = Store(bucket=settings.state.bucket, session=who.session)
    kept = protected_manifest.read(settings.state, store=store)
    expected = guard_context.of_account(settings, manifest=kept, stack_dir=stack_dir, who=who)
    # What the state holds already is ours, and its code may change; a first build only makes and adopts.
    mode = Mode.STEADY if there.state and terraform.addresses() else Mode.CREATE
    changed = _apply(settings, mode=mode, expected=expected, terraform=terraform, workspace=workspace, yes=yes)
    if not there.state:
        _move_into_bucket(terraform, local_state=local_state)
    protected_manifest.write(guard_context.protected(document), settings.state, store=store)
    say(f"{ACCOUNT}: {'done' if changed else 'no changes'}", style="bold green")
    return DONE


def _look(settings: AccountSettings, *, who: Account, stack_dir: Path) -> tuple[Backend, Outcome]:
    """The backend as it is, and which declared resources are there already; raises Refused where that is unclear."""
    with step("reading the account"), who.reader() as aws:
        there = backend.look_at(settings.state, aws=aws)
        inventory = discover_account(aws, settings)
    outcome = match(declared.read(stack_dir / STACK), inventory.found)
    if outcome.ambiguous:
        matches.show(outcome, title=ACCOUNT)
        matches.refuse_unless_sure(outcome)
    _refuse_stronger_roles(outcome)
    return there, outcome


def _refuse_stronger_roles(outcome: Outcome) -> None:
    """What is on a role beside what is declared shows in no plan: adopted, it could do more than the code says."""
    if more := [f"{stray.name or stray.id} ({stray.type})" for stray in outcome.strays if stray.type in ON_ROLES]:
        raise Refused(
            f"a role of the pipelines may do more than the code says, through {', '.join(more)}",
            cure="take that off the role, or give the role another name",
        )


def _lay_override(
    there: Backend, *, settings: AccountSettings, document: dict[str, Any], stack_dir: Path, local_state: Path
) -> None:
    """Where the state is kept until the bucket and the lock table are there; nothing, once they are.

    https://developer.hashicorp.com/terraform/language/files/override
    """
    (stack_dir / OVERRIDE).unlink(missing_ok=True)
    if not there.state:
        _write_backend({"local": {"path": str(local_state)}}, stack_dir=stack_dir)
    elif settings.state.use_lock_table and not there.table:
        s3 = document["terraform"]["backend"]["s3"]
        unlocked = {key: value for key, value in s3.items() if key != "dynamodb_table"}
        _write_backend({"s3": unlocked}, stack_dir=stack_dir)


def _write_backend(backend: dict[str, Any], *, stack_dir: Path) -> None:
    text = json.dumps({"terraform": {"backend": backend}}, indent=2)
    (stack_dir / OVERRIDE).write_text(text, encoding="utf-8")


def _apply(
    settings: AccountSettings,
    *,
    mode: Mode,
    expected: Expected,
    terraform: Terraform,
    workspace: Workspace,
    yes: bool,
) -> bool:
    """Plan, guard, ask, note what is adopted, apply that plan; False if there was nothing to do."""
    with private_plan_file() as saved:
        if not terraform.plan(saved):
            return False
        shown = terraform.show(saved)
        planned = Planned.of(shown)
        summary.show(planned, title=ACCOUNT)
        waivers = judge.read_waivers(ACCOUNT, workspace=workspace, file=None)
        verdict = judge.judge(shown, mode=mode, expected=expected, waivers=waivers)
        judge.tell(verdict)
        judge.refuse_unless_passed(verdict, environment=ACCOUNT)
        if changed := [each.address for each in planned.changes if each.import_id and each.kind != "import"]:
            raise Refused(f"adopting {', '.join(changed)} would change what is there", cure="change the code to fit it")
        confirm("make and adopt this?", yes=yes)
        if planned.adopted:
            known = ids_file.read(ACCOUNT, workspace.envs)
            by_address = {**(known.by_address if known else {}), **planned.adopted}
            adopted = ids_file.Ids(account=settings.aws.account_id, region=settings.aws.region, by_address=by_address)
            ids_file.write(adopted, ACCOUNT, workspace.envs)
        terraform.apply(saved)
    return True


def _move_into_bucket(terraform: Terraform, *, local_state: Path) -> None:
    """The local copy goes only once the bucket's is read back."""
    (terraform.stack_dir / OVERRIDE).unlink()
    terraform.init_migrating()
    if not terraform.addresses():
        raise CounterPromoError(f"the state did not arrive in the bucket; it is still in {local_state}")
    shutil.rmtree(local_state.parent)
    say(f"{ACCOUNT}: its state has moved into the bucket")

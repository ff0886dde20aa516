"""Prepares a stack for a plan: checks the account, synthesizes, initialises terraform, and gathers the guard's context.

In: an environment. Out: an OpenStack, with which `plan` and `apply` work.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aws import identity
from aws.identity import Account
from envs.load import ACCOUNT, load_account
from envs.load_all import load_beside_others
from envs.open_decisions import reminders
from errors import Refused
from guard.checks import wrong_state
from guard.expected import Expected
from guard.verdict import Mode, Verdict
from guard.waivers import Waiver
from imports.files import ids_file
from modules.settings import AccountSettings, Settings
from operations.bootstrap import local_state
from operations.events import DecisionOpen, StateCompleted
from operations.plan_apply import added_parts, guard_context, outside_users, plan_review, verify_gone
from operations.plan_apply.judge import judge, read_waivers, to_put_back
from operations.plan_apply.plan_review import Reviewed
from operations.progress import SILENT, Progress
from operations.state import complete_state
from operations.synth import begin_loading_where_needed, synthesize
from operations.workspace import Workspace
from terraform import plan_file
from terraform.commit import Commit, current
from terraform.plan.plan import Plan
from terraform.runner import Terraform
from terraform.state import locations, protected_manifest
from terraform.state.bucket import Store


@dataclass(frozen=True, kw_only=True)
class OpenStack:
    """One stack, ready to be planned. `commit` is the one its JSON was synthesized from."""

    environment: str
    settings: Settings | AccountSettings
    account: Account
    terraform: Terraform
    store: Store
    expected: Expected
    waivers: tuple[Waiver, ...]
    commit: Commit
    envs: Path
    progress: Progress

    def judge(self, plan: Mapping[str, Any], *, mode: Mode | None, added: bool = False) -> Verdict:
        """Returns the guard's verdict on a plan's JSON; without a mode, on a first build as `create`, else `steady`.

        With `added`, AWS is asked what somebody added to resources of the state.

        Raises Refused if the plan was made against another environment's state, against an empty state while the state
        is kept in the other backend, or if it creates again what exists.
        """
        reading = Plan.of(plan)
        wrong_state.refuse(reading, environment=self.environment)
        if reading.state_is_empty and isinstance(self.settings, AccountSettings):
            raise Refused("the account has no state yet", cure="counterpromo bootstrap")
        if reading.state_is_empty and isinstance(self.settings, Settings):
            locations.refuse_if_it_is_elsewhere(self.settings, step=self.progress.step)
        verify_gone.check(reading, reader=self.account.reader)
        mode = mode or (Mode.CREATE if reading.first_build else Mode.STEADY)
        expected = replace(self.expected, users=outside_users.find(reading, reader=self.account.reader))
        if added:
            parts = added_parts.find(reading, reader=self.account.reader, environment=self.environment, envs=self.envs)
            expected = replace(expected, added=parts)
        return judge(plan, mode=mode, expected=expected, waivers=self.waivers)

    def review(self, file: Path, verdict: Verdict, plan: Mapping[str, Any]) -> Reviewed:
        """Returns the record of a verdict: the plan file, commit, state, account and versions that it holds for."""
        return Reviewed.of(
            file,
            verdict=verdict,
            commit=self.commit,
            environment=self.environment,
            account=self.account.account_id,
            region=self.account.region,
            terraform=str(plan.get("terraform_version", "")),
            provider=self.settings.provider.version,
        )

    def check_unchanged(self, reviewed: Reviewed, now: Reviewed) -> None:
        """Raises Refused unless code, state and account are still those that a saved plan was reviewed for.

        Terraform refuses a stale plan too, but only after the apply has begun, and it does not know the commit.
        """
        live = plan_file.origin_of(self.terraform.pull().encode())
        facts = now.model_dump(exclude={"findings", "passed"}) | {"lineage": live.lineage, "serial": live.serial}
        if differs := plan_review.differing(reviewed, facts):
            raise Refused(
                "\n  ".join(["the plan was reviewed for something else:", *differs]),
                cure=f"counterpromo plan {self.environment} --save, and have that reviewed",
            )

    def complete_state(self) -> None:
        """Writes the arguments that only the state holds. Reports StateCompleted if it lacked one."""
        if addresses := complete_state.complete(self.terraform):
            self.progress.report(StateCompleted(environment=self.environment, addresses=addresses))

    def write_manifest(self) -> None:
        """Writes the list of protected addresses beside the state: the guard compares the next plan with it."""
        if self.expected.protected_now is not None:
            protected_manifest.write(self.expected.protected_now, self.settings.state, store=self.store)


def open_stack(
    environment: str,
    *,
    workspace: Workspace,
    waivers_file: Path | None = None,
    put_back: Sequence[str] = (),
    progress: Progress = SILENT,
) -> OpenStack:
    """Returns the stack, ready to be planned; writes nothing remote. Raises as each of its steps does.

    `put_back` are the addresses whose changes outside of Terraform a plan may overwrite.

    The steps that wait for AWS and git run beside those that wait for Node.
    """
    envs = workspace.envs
    settings = load_account(envs) if environment == ACCOUNT else load_beside_others(environment, envs)
    if ids := ids_file.read(environment, envs):
        locations.refuse_another_place(environment, settings.state, ids.state)
    waivers = read_waivers(environment, workspace=workspace, file=waivers_file)
    begin_loading_where_needed(workspace, stack=environment)
    account = identity.identify(settings.aws)
    for reminder in reminders(settings) if isinstance(settings, Settings) else ():
        progress.report(DecisionOpen(reminder=reminder))
    stack_dir = workspace.stack_dir(environment)
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ, step=progress.step)
    store = Store(bucket=settings.state.bucket, session=account.session)
    with ThreadPoolExecutor(3) as threads:
        threads.submit(terraform.executable)
        manifest = threads.submit(protected_manifest.read, settings.state, store=store)
        commit = threads.submit(current, workspace.root)
        synthesize(workspace, only={environment}, step=progress.step)
        local_state.forget(stack_dir)
        terraform.init()
    return OpenStack(
        environment=environment,
        settings=settings,
        account=account,
        terraform=terraform,
        store=store,
        expected=guard_context.of_stack(
            settings, envs=workspace.envs, manifest=manifest.result(), stack_dir=stack_dir, account=account
        ),
        waivers=(*waivers, *map(to_put_back, put_back)),
        commit=commit.result(),
        envs=envs,
        progress=progress,
    )

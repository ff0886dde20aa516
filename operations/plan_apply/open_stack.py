"""A stack ready to be planned: the right account, a fresh synth, terraform initialised, and what is known of it."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws import identity
from aws.identity import Account
from cli.terminal import say, step
from envs.load_all import load_beside_others
from envs.open_decisions import reminders
from errors import Refused
from guard import wrong_state
from guard.expected import Expected
from guard.verdict import Mode, Verdict
from guard.waivers import Waiver
from modules.settings import Settings
from operations.plan_apply import guard_context, judge, plan_review, verify_gone
from operations.plan_apply.plan_review import Reviewed
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform import plan_file
from terraform.commit import Commit, current
from terraform.first_build import is_first_build, state_is_empty
from terraform.provider import PROVIDER_VERSION
from terraform.runner import Terraform
from terraform.state import locations, protected_manifest
from terraform.state.bucket import Store


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One environment, opened for plan and apply."""

    settings: Settings
    who: Account
    terraform: Terraform
    store: Store
    expected: Expected
    waivers: tuple[Waiver, ...]
    commit: Commit

    @property
    def environment(self) -> str:
        return self.settings.environment

    @property
    def today(self) -> datetime.date:
        return datetime.date.today()

    def judge(self, shown: Mapping[str, Any], *, mode: Mode | None) -> Verdict:
        """Raises Refused where the plan is wrong about what is there: another environment's state, its own kept
        elsewhere, or something that it may not look at."""
        wrong_state.refuse(shown, environment=self.environment)
        if state_is_empty(shown):
            locations.refuse_if_it_is_elsewhere(self.settings)
        verify_gone.check(shown, aws=self.settings.aws)
        mode = mode or (Mode.CREATE if is_first_build(shown) else Mode.STEADY)
        return judge.judge(shown, mode=mode, expected=self.expected, waivers=self.waivers)

    def about(self, plan: Path, verdict: Verdict, shown: Mapping[str, Any]) -> Reviewed:
        """The verdict with everything it is given for."""
        return Reviewed.of(
            plan,
            verdict=verdict,
            commit=self.commit,
            environment=self.environment,
            account=self.who.account_id,
            region=self.who.region,
            terraform=str(shown.get("terraform_version", "")),
            provider=PROVIDER_VERSION,
        )

    def fetch(self, fingerprint: str, *, into: Path) -> Reviewed:
        """The plan that waits under this fingerprint."""
        return plan_review.fetch(self.environment, fingerprint, into=into, store=self.store)

    def check_unchanged(self, before: Reviewed, about: Reviewed) -> None:
        """Raises Refused unless code, state and account are those the verdict was given for.

        Terraform refuses a stale plan too, but only after it has begun; and it knows nothing of commits.
        """
        live = plan_file.origin_of(self.terraform.pull().encode())
        now = about.model_dump(exclude={"findings", "passed"}) | {"lineage": live.lineage, "serial": live.serial}
        if differs := plan_review.differing(before, now):
            raise Refused(
                "\n  ".join(["the plan was reviewed for something else:", *differs]),
                cure=f"counterpromo plan {self.environment} --save, and have that reviewed",
            )

    def remember_protected(self) -> None:
        """What is protected by now, for the next plan to be held against."""
        if self.expected.protected_now is not None:
            protected_manifest.write(self.expected.protected_now, self.settings.state, store=self.store)


def opened(environment: str, *, workspace: Workspace, waivers_file: Path | None = None) -> Opened:
    """Raises as each of its steps does, before anything is written."""
    settings = load_beside_others(environment, workspace.envs)
    waivers = judge.read_waivers(environment, workspace=workspace, file=waivers_file)
    who = identity.identify(settings.aws)
    for reminder in reminders(settings):
        say(f"still open: {reminder.open}\n  try: {reminder.cure}", style="yellow")
    synthesize(workspace, only={environment})
    stack_dir = workspace.stack_dir(environment)
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ, step=step)
    terraform.init()
    store = Store(bucket=settings.state.bucket, session=who.session)
    kept = protected_manifest.read(settings.state, store=store)
    return Opened(
        settings=settings,
        who=who,
        terraform=terraform,
        store=store,
        expected=guard_context.of_environment(
            settings, envs=workspace.envs, manifest=kept, stack_dir=stack_dir, who=who
        ),
        waivers=waivers,
        commit=current(workspace.root),
    )

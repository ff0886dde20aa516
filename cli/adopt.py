"""`import`: what was made by hand becomes the environment's, and nothing about it changes.

Stages: identity -> discovery, while the synth runs -> match -> proof on a scratch state -> ask -> the ids' file; with
--apply then: plan against the remote state -> the same proof -> apply that plan -> an empty plan. A refusal leaves the
remote state as it was, and up to the scratch proof the file too.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cli import account, guard, matched, summary
from cli.account import Account
from cli.planned import Planned
from cli.record import Record
from cli.scratch import STACK, prove_on_scratch
from cli.synth import synthesize
from cli.terminal import check_answerable, confirm, say, step
from cli.terraform import Terraform, private_plan_file
from cli.workspace import Workspace
from envs import ids as kept
from envs.errors import CounterPromoError, Refused
from envs.load import load
from imports import blocks, declared
from imports.discovery import Incomplete, Inventory, discover
from imports.match import match
from imports.proof import PlanCounts, Proof, prove
from imports.surroundings import near

DONE = 0


def adopt(environment: str, *, workspace: Workspace, yes: bool, apply: bool, report_file: Path | None) -> int:
    """Exit code 0 once everything is adopted (or, without `apply`, proven). The report is written however it ends."""
    check_answerable(yes=yes)
    record = Record(settings=load(environment, workspace.envs))
    who = account.identify(record.settings.aws)
    try:
        _find(record, who=who, workspace=workspace)
        matched.show(record.outcome, title=environment)
        matched.refuse_unless_whole(record.outcome)
        _adopt(record, workspace=workspace, yes=yes, apply=apply)
    finally:
        if report_file:
            record.write(report_file)
    return DONE


def _find(record: Record, *, who: Account, workspace: Workspace) -> None:
    """Discovery waits for AWS most of the time, the synth for Node: they run side by side."""
    with ThreadPoolExecutor(1) as threads:
        looking = threads.submit(_look, record, who)
        with record.timed("synth"):
            synthesize(workspace)
        with step("reading the account"):
            record.inventory = looking.result()
    record.seconds["discover"] = record.inventory.seconds
    stack = declared.read(workspace.stack_dir(record.settings.environment) / STACK)
    record.outcome = match(stack, record.inventory.found, near=near(record.settings))


def _look(record: Record, who: Account) -> Inventory:
    with who.reader() as aws:
        try:
            return discover(aws, record.settings)
        except Incomplete as incomplete:
            record.incomplete = incomplete
            raise


def _adopt(record: Record, *, workspace: Workspace, yes: bool, apply: bool) -> None:
    """Nothing is written before the proof stands and a person has agreed."""
    environment, ids = record.settings.environment, record.outcome.ids
    stack_dir = workspace.stack_dir(environment)
    terraform = Terraform(stack_dir=stack_dir, environ=os.environ)
    wanted = kept.Ids(account=record.settings.aws.account_id, region=record.settings.aws.region, by_address=ids)
    known = kept.read(environment, workspace.envs) == wanted
    if apply:
        terraform.init()
        if known and terraform.addresses().issuperset(ids):
            return _already_adopted(record, terraform=terraform)
    with record.timed("plan"):
        proof = prove_on_scratch(stack_dir, ids)
    _accept(proof, record=record, title=environment)
    if apply or not known:
        name = kept.path_of(environment, workspace.envs).name
        confirm(f"write {name}{' and take all of it into the remote state' if apply else ''}?", yes=yes)
    if kept.write(wanted, environment, workspace.envs):
        say(f"{environment}: wrote {kept.path_of(environment, workspace.envs)}")
    if apply:
        blocks.write(blocks.with_imports(declared.read_document(stack_dir / STACK), ids), stack_dir / STACK)
        _take_into_state(record, terraform=terraform)
    return None


def _take_into_state(record: Record, *, terraform: Terraform) -> None:
    """The real state may hold some of it already, from a run that was cut short: the proof allows for that."""
    environment = record.settings.environment
    with private_plan_file() as saved:
        with record.timed("plan"):
            changes = terraform.plan(saved)
            shown = terraform.show(saved)
        proof = prove(shown, record.outcome.ids)
        _accept(proof, record=record, title=f"{environment}, remote state")
        if findings := guard.review(shown, mode=guard.Mode.ADOPT):
            raise Refused("\n  ".join(["the plan does more than adopt:", *map(str, findings)]))
        if changes:
            with record.timed("apply"):
                terraform.apply(saved)
    if not _next_plan_is_empty(record, terraform=terraform):
        raise CounterPromoError(
            f"{environment} is adopted, but the next plan is not empty", cure=f"counterpromo plan {environment}"
        )
    say(f"{environment}: adopted, and the next plan is empty: no changes", style="bold green")


def _already_adopted(record: Record, *, terraform: Terraform) -> None:
    """Nothing is left to adopt; what the settings want to change by now is for `plan`."""
    environment, number = record.settings.environment, len(record.outcome.ids)
    say(f"{environment}: all {number} are in the remote state already", style="bold green")
    if _next_plan_is_empty(record, terraform=terraform):
        record.counts = PlanCounts(import_=0, add=0, change=0, destroy=0)
        say(f"{environment}: no changes", style="bold green")
    else:
        say(f"{environment}: nothing to import; to go on: counterpromo plan {environment}")


def _next_plan_is_empty(record: Record, *, terraform: Terraform) -> bool:
    """Shows it if it is not."""
    with record.timed("plan"), private_plan_file() as saved:
        changes = terraform.plan(saved)
        if changes:
            planned = Planned.of(terraform.show(saved))
            summary.show(planned, title=f"{record.settings.environment}, next plan")
    return not changes


def _accept(proof: Proof, *, record: Record, title: str) -> None:
    """Show what the plan comes to; raises Refused with every finding where it is not adoption and nothing else."""
    record.counts = counts = proof.counts
    rest = f"{counts.add} to add, {counts.change} to change, {counts.destroy} to destroy"
    say(f"{title}: {counts.import_} to import, {rest}", style="bold green" if proof.proven else "bold red")
    if not proof.proven:
        lines = []
        for finding in proof.findings:
            lines.append(f"  {finding.address}: {finding.reason}" if finding.address else f"  {finding.reason}")
            lines += [f"    {line}" for line in summary.told(finding.attributes)]
        raise Refused(
            "\n".join([f"{title}: adopting it would not leave it untouched", *lines]),
            cure="bring the settings in line with what is really there",
        )

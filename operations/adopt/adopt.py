"""`import`: what was made by hand becomes the environment's, and nothing about it changes.

Stages: identity -> discovery, while the synth runs -> match, shape -> settle (gaps, capture, pins, proof) -> ask -> the
files beside the settings; with --apply then: guard -> apply -> an empty plan. Where the remote state holds nothing yet,
the proof is the plan that is applied; where it holds some, the proof is on a scratch state, and a plan against the
remote one is proven in its turn. All is tried in a draft first: a refusal leaves files and remote state as they were.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from aws import identity
from aws.identity import Account
from cli.show import matches
from cli.show import plan as summary
from cli.terminal import check_answerable, confirm, say, step
from envs.load import load
from errors import CounterPromoError, Refused
from guard import wrong_state
from guard.verdict import Mode
from imports import declared
from imports import ids_file as kept
from imports.discovery import Incomplete, Inventory
from imports.name_filter import near
from imports.proof import PlanCounts, Proof
from modules.shape import shape
from modules.stages import discover, match, prove
from operations.adopt import draft
from operations.adopt.converge import settle
from operations.adopt.record import Record
from operations.plan_apply import guard_context, judge
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.plan_summary import Planned
from terraform.runner import Terraform, private_plan_file
from terraform.state import locations, protected_manifest, unsaved_state
from terraform.state.bucket import Store
from terraform.trial_plan import STACK, Rehearsal, Scratch

DONE = 0
SHAPES = 3  # a new shape may uncover more of it: subnets of a VPC that was matched by what stands in it


def adopt(environment: str, *, workspace: Workspace, yes: bool, apply: bool, report_file: Path | None) -> int:
    """Exit code 0 once everything is adopted (or, without `apply`, proven). The report is written however it ends."""
    check_answerable(yes=yes)
    unsaved_state.refuse(workspace.stack_dir(environment))
    record = Record(settings=load(environment, workspace.envs))
    who = identity.identify(record.settings.aws)
    try:
        with draft.drafted(workspace, environment) as tried:
            find(record, who=who, tried=tried)
            matches.show(record.outcome, title=environment)
            matches.refuse_unless_sure(record.outcome)
            _adopt(record, who=who, tried=tried, workspace=workspace, yes=yes, apply=apply)
    finally:
        if report_file:
            record.write(report_file)
    return DONE


def find(record: Record, *, who: Account, tried: Workspace) -> None:
    """What is there and which address it answers to, the settings in the draft brought to its shape.

    Discovery waits for AWS most of the time, the synth for Node: they run side by side.
    """
    with ThreadPoolExecutor(1) as threads:
        looking = threads.submit(_look, record, who)
        with record.timed("synth"):
            synthesize(tried, only={record.settings.environment})
        with step("reading the account"):
            record.inventory = looking.result()
    record.seconds["discover"] = record.inventory.seconds
    _match(record, tried=tried)
    for _ in range(SHAPES):
        changes = shape(record.outcome, record.inventory.found, record.settings)
        if not changes:
            return
        draft.edit(tried, record.settings.environment, changes)
        record.settings = load(record.settings.environment, tried.envs)
        with record.timed("synth"):
            synthesize(tried, only={record.settings.environment})
        _match(record, tried=tried)


def _match(record: Record, *, tried: Workspace) -> None:
    """The stack as the settings make it, without what an earlier import laid over it."""
    settings = record.settings
    assert record.inventory is not None
    record.outcome = match(
        declared.read(tried.stack_dir(settings.environment) / STACK),
        record.inventory.found,
        near=near(settings),
        choose=settings.import_.choose,
    )


def _look(record: Record, who: Account) -> Inventory:
    with who.reader() as aws:
        try:
            return discover(aws, record.settings)
        except Incomplete as incomplete:
            record.incomplete = incomplete
            raise


def _adopt(record: Record, *, who: Account, tried: Workspace, workspace: Workspace, yes: bool, apply: bool) -> None:
    """Nothing is written before the proof stands and a person has agreed."""
    environment = record.settings.environment
    terraform = Terraform(stack_dir=workspace.stack_dir(environment), environ=os.environ, step=step)
    held = _held(terraform, workspace=workspace) if apply else frozenset[str]()
    if apply and not held:
        locations.refuse_if_it_is_elsewhere(load(environment, workspace.envs))
    if held.issuperset(record.outcome.ids) and held and kept.read(environment, workspace.envs):
        _already_adopted(record, terraform=terraform)
        return
    with private_plan_file() as saved:
        rehearsal = Rehearsal(initialised=terraform.stack_dir, saved=saved, step=step)
        planner = rehearsal if apply and not held else Scratch(provider_of=terraform.stack_dir, step=step)
        _accept(settle(record, draft=tried, planner=planner, workspace=workspace), record=record, title=environment)
        diffs = draft.changes(tried, workspace, environment)
        matches.show_changes(record, diffs)
        if apply or diffs:
            into = " and take all of it into the remote state" if apply else ""
            confirm(f"write {', '.join(diffs) or 'nothing'}{into}?", yes=yes)
        for path in draft.keep(tried, workspace, environment):
            say(f"{environment}: wrote {path}")
        if not apply:
            return
        if held:
            backup = terraform.back_up(workspace.private_dir(environment))
            say(f"{environment}: the state as it was is kept in {backup}")
        if diffs:
            synthesize(workspace, only={environment})
        _take_into_state(record, who=who, terraform=terraform, workspace=workspace, rehearsal=rehearsal)


def _held(terraform: Terraform, *, workspace: Workspace) -> frozenset[str]:
    """What the remote state holds already, from an earlier import or one that was cut short."""
    synthesize(workspace, only={terraform.stack_dir.name})
    terraform.init()
    return terraform.addresses()


def _take_into_state(
    record: Record, *, who: Account, terraform: Terraform, workspace: Workspace, rehearsal: Rehearsal
) -> None:
    """The real state may hold some of it already, from a run that was cut short: the proof allows for that."""
    settings, environment = record.settings, record.settings.environment
    store = Store(bucket=settings.state.bucket, session=who.session)
    expected = guard_context.of_environment(
        settings,
        envs=workspace.envs,
        manifest=protected_manifest.read(settings.state, store=store),
        stack_dir=terraform.stack_dir,
        who=who,
        imports=record.outcome.ids,
    )
    shown, changes = rehearsal.of(terraform.stack_dir), True
    if shown is None:
        with record.timed("plan"):
            changes = terraform.plan(rehearsal.saved)
            shown = terraform.show(rehearsal.saved)
        wrong_state.refuse(shown, environment=environment)
        _accept(prove(shown, record.outcome.ids), record=record, title=f"{environment}, remote state")
    verdict = judge.judge(shown, mode=Mode.ADOPT, expected=expected)
    judge.refuse_unless_passed(verdict, environment=environment)
    if changes:
        with record.timed("apply"):
            terraform.apply(rehearsal.saved)
    protected_manifest.write(expected.protected_now or frozenset(), settings.state, store=store)
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

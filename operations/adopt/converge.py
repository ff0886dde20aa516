"""Turns a match into a proven draft: gaps are withheld, live values captured as settings, other differences pinned.

Stages: ids, gaps and earlier pins -> plan -> captured settings and pins -> plan, as long as a plan shows a new
difference; a resource whose difference cannot be pinned is set aside. A plan without a difference is the proof.
A value that Terraform refuses is refused before AWS is read: `terraform plan` validates the stack first.
In: a Record, a draft, and who plans it. Out: the draft, proven.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from imports import overlay
from imports.files import ids_file, pins_file
from imports.files.pins_file import BEYOND, Pin
from imports.proof import Proof
from modules.stages import prove
from operations.adopt import capture_and_pin, set_aside
from operations.adopt.record import Record
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.diagnostics.error_messages import explain
from terraform.progress import Step, silent
from terraform.runner import TerraformFailed
from terraform.stack import Stack
from terraform.trial_plan import Planner

ROUNDS = 20  # every round captures, pins, ignores or sets aside something that it has not before


def converge(record: Record, *, draft: Workspace, workspace: Workspace, planner: Planner, step: Step = silent) -> Proof:
    """Writes what was found into the draft until importing it changes nothing, or nothing more can be done.

    Raises TerraformFailed where a plan ends in errors that no value and no resource of the import accounts for.
    """
    environment = record.environment
    _write_what_is_known(record, draft=draft, workspace=workspace)
    for last in (*[False] * ROUNDS, True):
        try:
            plan = _plan(record, draft=draft, planner=planner, step=step)
        except TerraformFailed as failed:
            if last or not _ignore_or_set_aside(record, failed, draft=draft):
                raise
            continue
        proof = _proof(record, plan)
        pinned = capture_and_pin.capture_and_pin(record, plan, draft=draft)
        if not (pinned or set_aside.what_differs(record, proof, draft=draft)):
            break
    if proof.proven:
        overlay.refuse_dangling(Stack.read(draft.stack_dir(environment)).document, environment)
    record.pinned = pins_file.read_pins(environment, draft.envs)
    return proof


def _write_what_is_known(record: Record, *, draft: Workspace, workspace: Workspace) -> None:
    """Writes what is known before any plan: ids, gaps, and the pins of an earlier adoption.

    An environment adopted earlier withholds no more than then. The account keeps its gaps: `record.outcome` lists as
    missing only what the account is to withhold beside them.
    """
    environment, ids = record.environment, record.outcome.ids
    missing = [one.address for one in record.outcome.missing]
    earlier = pins_file.read_gaps(environment, workspace.envs)
    if record.creates_what_is_missing:
        missing = sorted({*missing, *earlier} - set(ids))
    elif ids_file.read(environment, workspace.envs):
        missing = [address for address in missing if address in earlier]
    if ids_file.read(environment, workspace.envs):
        pins = pins_file.read_pins(environment, workspace.envs)
        _write_pins(record, [pin for pin in pins if pin.address in {*ids, *record.in_state}], draft=draft)
    elif record.beyond:
        _write_pins(record, (), draft=draft)
    record.withheld = tuple(missing)
    set_aside.write(record, draft=draft)


def _write_pins(record: Record, earlier: Sequence[Pin], *, draft: Workspace) -> None:
    """Writes the earlier pins, and what the provider cannot say as AWS says it now of what is matched."""
    kept = [pin for pin in earlier if pin.held != BEYOND or pin.address not in record.outcome.ids]
    pins_file.write_pins([*kept, *record.beyond], record.environment, draft.envs)


def _proof(record: Record, plan: Mapping[str, Any]) -> Proof:
    """Returns the proof of a plan. For the account, findings count only if they are about what it imports."""
    ids = record.outcome.ids
    proof = prove(plan, ids)
    if not record.creates_what_is_missing:
        return proof
    return replace(proof, findings=tuple(one for one in proof.findings if not one.address or one.address in ids))


def _plan(record: Record, *, draft: Workspace, planner: Planner, step: Step) -> dict[str, Any]:
    with record.timed("synth"):
        synthesize(draft, only={record.environment}, tentative=True, step=step)
    with record.timed("plan"):
        return planner.plan(draft.stack_dir(record.environment))


def _ignore_or_set_aside(record: Record, failed: TerraformFailed, *, draft: Workspace) -> bool:
    """Ignores the live values that Terraform refuses; sets aside what it cannot find or plan.

    Returns False if the errors are about something else.

    A refused call, a throttled call and the like say nothing about the resource: these errors end the import.
    """
    if set_aside.what_is_absent(record, failed.diagnostics, draft=draft):
        return True
    if explain(failed.errors) is not None:
        return False
    stuck = capture_and_pin.ignore_refused(record, failed.diagnostics, draft=draft)
    if stuck is None:
        return True
    return set_aside.what_failed(record, stuck, draft=draft)

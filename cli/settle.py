"""From a match to a proven draft: gaps withheld, live values captured as settings, what is left over pinned.

Stages: ids, gaps and earlier pins -> scratch plan -> capture -> scratch plan -> pins -> scratch plan. Each plan is the
proof as soon as nothing differs, so an environment in order needs one. In: a Record, a draft. Out: the draft, proven.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from cli.draft import edit
from cli.record import Record
from cli.scratch import STACK, plan_on_scratch
from cli.synth import synthesize
from cli.workspace import Workspace
from envs import ids as kept
from envs import pins as owing
from envs.load import load
from envs.pins import Pin
from imports import declared
from imports.capture import capture
from imports.pinning import owed
from imports.proof import Proof, prove

ROUNDS = 5  # as it is, captured, pinned by value, pinned by ignoring, and once more for the proof


def settle(record: Record, *, draft: Workspace, workspace: Workspace) -> Proof:
    """Write what was found into the draft until importing it changes nothing, or nothing more can be done."""
    environment, ids = record.settings.environment, record.outcome.ids
    _lay(record, draft=draft, workspace=workspace)
    pins: tuple[Pin, ...] = owing.read_pins(environment, draft.envs)
    for _ in range(ROUNDS):
        plan = _plan(record, draft=draft, workspace=workspace)
        proof = prove(plan, ids)
        if proof.proven or not (_capture(record, plan, draft=draft) or (pins := _more(plan, pins, record, draft))):
            break
    record.pinned = owing.read_pins(environment, draft.envs)
    return proof


def _lay(record: Record, *, draft: Workspace, workspace: Workspace) -> None:
    """What is known before any plan. An environment adopted earlier keeps its pins, and withholds no more than then."""
    environment, aws, ids = record.settings.environment, record.settings.aws, record.outcome.ids
    missing = [one.address for one in record.outcome.missing]
    if kept.read(environment, workspace.envs):
        earlier = owing.read_gaps(environment, workspace.envs)
        missing = [address for address in missing if address in earlier]
        pins = [pin for pin in owing.read_pins(environment, workspace.envs) if pin.address in ids]
        owing.write_pins(pins, environment, draft.envs)
    owing.write_gaps(missing, environment, draft.envs)
    record.withheld = tuple(missing)
    kept.write(kept.Ids(account=aws.account_id, region=aws.region, by_address=ids), environment, draft.envs)
    kept.write_removed(ids, environment, draft.envs)


def _plan(record: Record, *, draft: Workspace, workspace: Workspace) -> dict[str, Any]:
    environment = record.settings.environment
    with record.timed("synth"):
        synthesize(draft)
    with record.timed("plan"):
        return plan_on_scratch(draft.stack_dir(environment), provider_of=workspace.stack_dir(environment))


def _capture(record: Record, plan: dict[str, Any], *, draft: Workspace) -> bool:
    """Once: what a setting cannot say is for the pins. Whether there was anything."""
    if record.captured is not None:
        return False
    environment = record.settings.environment
    document = declared.read_document(draft.stack_dir(environment) / STACK)
    record.captured = capture(document, plan, load(environment, draft.envs))
    edit(draft, environment, {each.key: each.new for each in record.captured})
    record.settings = load(environment, draft.envs)
    return bool(record.captured)


def _more(plan: dict[str, Any], held: Sequence[Pin], record: Record, draft: Workspace) -> tuple[Pin, ...]:
    """The pins so far and those the plan asks for, or none where it asks for nothing new.

    One that was held by value in vain is held by ignoring.
    """
    environment = record.settings.environment
    document = declared.read_document(draft.stack_dir(environment) / STACK)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    in_vain = {(pin.address, pin.attribute) for pin in held}
    fresh = owed(document, plan, today=today, stubborn=in_vain)
    by_argument = {(pin.address, pin.attribute): pin for pin in (*held, *fresh)}
    pins = tuple(by_argument[key] for key in sorted(by_argument))
    owing.write_pins(pins, environment, draft.envs)
    return pins if pins != tuple(held) else ()

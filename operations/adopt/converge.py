"""From a match to a proven draft: gaps withheld, live values captured as settings, what is left over pinned.

Stages: ids, gaps and earlier pins -> plan -> capture, and pins where no setting has a say -> plan -> further pins ->
plan. Each plan is the proof as soon as nothing differs: an environment in order needs one.
In: a Record, a draft, and who plans it. Out: the draft, proven.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from envs.load import SettingsError, load
from imports.capture import Captured
from imports.files import ids_file as kept
from imports.files import pins_file as owing
from imports.files.pins_file import Pin
from imports.pins import owed, stands_alone
from imports.proof import Proof
from modules.stages import capture, prove
from operations.adopt.draft import edit
from operations.adopt.record import Record
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform import stack
from terraform.progress import Step, silent
from terraform.trial_plan import STACK, Planner

ROUNDS = 5  # as it is, captured, pinned by value, pinned by ignoring, and once more for the proof


def settle(record: Record, *, draft: Workspace, workspace: Workspace, planner: Planner, step: Step = silent) -> Proof:
    """Write what was found into the draft until importing it changes nothing, or nothing more can be done."""
    environment, ids = record.settings.environment, record.outcome.ids
    _lay(record, draft=draft, workspace=workspace)
    for _ in range(ROUNDS):
        plan = _plan(record, draft=draft, planner=planner, step=step)
        proof = prove(plan, ids)
        if proof.proven or not (_capture(record, plan, draft=draft) or _pin(record, plan, draft=draft)):
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


def _plan(record: Record, *, draft: Workspace, planner: Planner, step: Step) -> dict[str, Any]:
    with record.timed("synth"):
        synthesize(draft, only={record.settings.environment}, tentative=True, step=step)
    with record.timed("plan"):
        return planner.plan(draft.stack_dir(record.settings.environment))


def _capture(record: Record, plan: dict[str, Any], *, draft: Workspace) -> bool:
    """Once; pins along with it what it cannot bring about. Whether there was anything to capture."""
    if record.captured is not None:
        return False
    environment = record.settings.environment
    document = stack.read_document(draft.stack_dir(environment) / STACK)
    record.captured = capture(document, plan, record.settings)
    if record.captured:
        _write(record, draft=draft)
        captured = {(each.address, each.attribute.split(".")[0].split(">")[0]) for each in record.captured}
        fresh = [pin for pin in owed(document, plan, today=_today()) if (pin.address, pin.attribute) not in captured]
        _add([pin for pin in fresh if stands_alone(document, pin)], record, draft=draft)
    return bool(record.captured)


def _write(record: Record, *, draft: Workspace) -> None:
    """The captured settings into the draft; a live value that a rule of the settings forbids is left to the pins."""
    environment = record.settings.environment
    path = draft.envs / f"{environment}.toml"
    before = path.read_text(encoding="utf-8")
    while True:
        edit(draft, environment, {each.key: each.new for each in record.captured or ()})
        try:
            record.settings = load(environment, draft.envs)
            return
        except SettingsError as refused:
            allowed = [each for each in record.captured or () if not _forbidden(each, refused)]
            if len(allowed) == len(record.captured or ()):
                raise
            record.captured = tuple(allowed)
            path.write_text(before, encoding="utf-8")


def _forbidden(captured: Captured, refused: SettingsError) -> bool:
    return any(fault.key.startswith(captured.key) or captured.key.startswith(fault.key) for fault in refused.faults)


def _pin(record: Record, plan: dict[str, Any], *, draft: Workspace) -> bool:
    """Whether the plan asks for a pin that is not there yet. One that was held by value in vain is held by ignoring."""
    environment = record.settings.environment
    document = stack.read_document(draft.stack_dir(environment) / STACK)
    held = owing.read_pins(environment, draft.envs)
    in_vain = {(pin.address, pin.attribute) for pin in held}
    return _add(owed(document, plan, today=_today(), stubborn=in_vain), record, draft=draft)


def _add(fresh: Sequence[Pin], record: Record, *, draft: Workspace) -> bool:
    environment = record.settings.environment
    held = owing.read_pins(environment, draft.envs)
    by_argument = {(pin.address, pin.attribute): pin for pin in (*held, *fresh)}
    return owing.write_pins(list(by_argument.values()), environment, draft.envs)


def _today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()

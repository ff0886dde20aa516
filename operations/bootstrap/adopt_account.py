"""Adopts what exists of the account's stack, with the machinery of an environment's import.

In: a record after `find`, the stack without pins, the addresses in the state. Out: a plan that imports what exists
without a change, and creates only what is missing. A missing part of an existing resource, such as the versioning of a
bucket, is a gap: creating it would change the resource.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from envs.load import ACCOUNT
from errors import CounterPromoError
from imports.files import ids_file
from imports.model import Missing, Outcome
from operations.adopt.accept_proof import accept
from operations.adopt.converge import converge
from operations.adopt.match_check import refuse_ambiguous
from operations.adopt.record import Record
from operations.bootstrap import interrupted
from operations.events import ResourcesMatched
from operations.progress import Progress
from operations.workspace import Workspace
from terraform.expressions import references
from terraform.stack import Stack
from terraform.trial_plan import Rehearsal

# Arguments by which a part names the resource that it configures.
CONFIGURES = ("bucket", "role")


def look(record: Record, *, code: Stack, workspace: Workspace, in_state: frozenset[str], progress: Progress) -> None:
    """Reduces the outcome to what is to be adopted now: what exists, is declared and is not in the state.

    Reports ResourcesMatched if there is something to adopt. Raises Refused if a match is not certain.
    """
    outcome, known = record.outcome, ids_file.read(ACCOUNT, workspace.envs)
    matched = tuple(match for match in outcome.matched if match.address not in in_state)
    created = interrupted.read(workspace.private_dir(ACCOUNT))
    existing = {match.address for match in matched} - created
    record.in_state = in_state
    record.earlier_ids = {a: id_ for a, id_ in (known.by_address if known else {}).items() if a in in_state}
    record.outcome = replace(outcome, matched=matched, missing=tuple(_parts(outcome, existing, code=code)))
    if matched or outcome.ambiguous:
        progress.report(ResourcesMatched(stack=ACCOUNT, outcome=record.outcome))
    refuse_ambiguous(outcome)


def adopt(
    record: Record, *, draft: Workspace, workspace: Workspace, rehearsal: Rehearsal, progress: Progress
) -> dict[str, Any]:
    """Returns the plan of the draft, once it imports what exists without a change.

    Raises Refused if something that exists would change.
    """
    proof = converge(record, draft=draft, workspace=workspace, planner=rehearsal, step=progress.step)
    plan = rehearsal.of(draft.stack_dir(ACCOUNT))
    if plan is None:
        raise CounterPromoError("the stack changed while it was planned", cure="counterpromo bootstrap")
    accept(proof, record=record, title=ACCOUNT, progress=progress)
    return plan


def _parts(outcome: Outcome, existing: Collection[str], *, code: Stack) -> Iterator[Missing]:
    """Yields each missing resource that configures an existing one."""
    for missing in outcome.missing:
        arguments = code.arguments(missing.address)
        parents = references([arguments.get(name) for name in CONFIGURES])
        if parents & set(existing):
            yield missing

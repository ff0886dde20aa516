"""Writes arguments into the remote state that only the state holds, such as `skip_destroy` of a task definition.

An import cannot read them from AWS. They decide what Terraform does at a deletion or a replacement, and Terraform then
reads them from the state, not from the code. Writing them changes nothing in AWS, and no plan shows it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from errors import Refused
from modules.registry import STATE_ONLY
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import same
from terraform.private_files import write_private
from terraform.runner import Terraform
from terraform.state.state_arguments import lacking, with_arguments


def complete(terraform: Terraform) -> tuple[str, ...]:
    """Writes the arguments that the state lacks. Returns the addresses that lacked one; none if nothing was written.

    Terraform refuses the new state if somebody applied in between: its serial is then not the next one.
    """
    pulled = terraform.pull()
    state = json.loads(pulled) if pulled else {}
    completed = with_arguments(state, STATE_ONLY)
    if completed is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="counterpromo-state-") as folder:
        file = Path(folder) / "state"
        write_private(file, json.dumps(completed, indent=2))
        terraform.push(file)
    return lacking(state, STATE_ONLY)


def is_incomplete(plan: Plan) -> bool:
    """Returns True if the state that the plan was made against lacks an argument."""
    return any(True for change in plan.managed for _ in _lacking(change))


def loses_incomplete(plan: Plan) -> tuple[str, ...]:
    """Returns the addresses that the plan deletes or replaces without an argument that their state lacks."""
    lost = [change for change in plan.managed if change.verb in ("delete", "replace")]
    return tuple(sorted(change.address for change in lost if any(_lacking(change))))


def refuse_to_lose(plan: Plan, *, environment: str) -> None:
    """Raises Refused if the plan would deregister a revision of a task definition: ECS can never run it again."""
    if addresses := loses_incomplete(plan):
        raise Refused(
            f"the plan deregisters the earlier revision of {', '.join(addresses)}, and a service may still run it: "
            "the state lacks skip_destroy",
            cure=f"counterpromo import {environment} --apply, which writes it into the state; then plan again",
        )


def _lacking(change: Change) -> Iterator[str]:
    if change.verb == "create":
        return
    for name, value in STATE_ONLY.get(change.type, {}).items():
        if not same(change.before.get(name), value):
            yield name

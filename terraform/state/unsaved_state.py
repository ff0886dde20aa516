"""Keeps a state that terraform could not write, and refuses every plan until `counterpromo recover` has written it.

Terraform writes it to `errored.tfstate` in the stack's folder, which the next synth may delete, or if that fails to its
output. This module moves it to a private folder.
https://developer.hashicorp.com/terraform/cli/commands/state/push
"""

from __future__ import annotations

import json
from pathlib import Path

from errors import Refused
from terraform.private_files import write_private

NAME = "errored.tfstate"
DUMPED = "Emergency state dump"


def keep(stack_dir: Path, *, said: str = "") -> Path | None:
    """Moves an unsaved state, from its file or the output `said`, to the private folder; None if there is none."""
    left = stack_dir / NAME
    if not left.is_file():
        dumped = _dumped(said)
        return _write(dumped, stack_dir) if dumped else None
    left.chmod(0o600)
    return left.replace(_free_place(stack_dir))


def keep_all(out: Path) -> None:
    """Moves the unsaved states of all stacks, before a synth deletes the stacks' folders below `out`."""
    for left in (out / "stacks").glob(f"*/{NAME}"):
        keep(left.parent)


def waiting(stack_dir: Path) -> list[Path]:
    """Returns the unsaved states of this stack, oldest first."""
    keep(stack_dir)
    return sorted(_private(stack_dir).glob("errored*.tfstate"), key=lambda path: path.stat().st_mtime)


def refuse(stack_dir: Path) -> None:
    """Raises Refused if there is an unsaved state: a plan against the older state would create resources again."""
    if kept := waiting(stack_dir):
        raise Refused(
            f"an earlier apply to {stack_dir.name} could not write its state; it is kept in {kept[0]}",
            cure=f"counterpromo recover {stack_dir.name}",
        )


def _private(stack_dir: Path) -> Path:
    """Returns `OUT/private/NAME` for `OUT/stacks/NAME`, as `Workspace` has them."""
    return stack_dir.parent.parent / "private" / stack_dir.name


def _free_place(stack_dir: Path) -> Path:
    """Returns the path of a file that does not exist: two unsaved states are both kept."""
    folder = _private(stack_dir)
    folder.mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o700)
    places = [folder / NAME, *(folder / f"errored-{number}.tfstate" for number in range(2, 100))]
    return next(place for place in places if not place.exists())


def _dumped(said: str) -> str:
    """Returns the state in terraform's output, where terraform prints it if it cannot write a file."""
    for line in said.splitlines():
        if DUMPED in line:
            try:
                return json.dumps(json.loads(line)["state"])
            except (ValueError, KeyError):
                return line  # cut, as on a full disk: keep what there is
    return ""


def _write(state: str, stack_dir: Path) -> Path:
    place = _free_place(stack_dir)
    write_private(place, state)
    return place

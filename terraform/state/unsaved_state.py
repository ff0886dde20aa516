"""A state that terraform could not write: kept in a private place, and nothing goes on until it is in the bucket.

Terraform leaves it as `errored.tfstate` in the stack's folder, which the next synth may wipe, and where even that fails
as a line of its output. In: a stack's folder. Out: the file, for this user only. `counterpromo recover` writes it.
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
    """Take what terraform left, as a file or in what it `said`, to the private folder; None where it left nothing."""
    left = stack_dir / NAME
    if not left.is_file():
        dumped = _dumped(said)
        return _write(dumped, stack_dir) if dumped else None
    left.chmod(0o600)
    return left.replace(_free_place(stack_dir))


def keep_all(out: Path) -> None:
    """Before a synth, which may wipe the folders of the stacks below `out`."""
    for left in (out / "stacks").glob(f"*/{NAME}"):
        keep(left.parent)


def waiting(stack_dir: Path) -> list[Path]:
    """The kept states of this stack, oldest first."""
    keep(stack_dir)
    return sorted(_private(stack_dir).glob("errored*.tfstate"), key=lambda path: path.stat().st_mtime)


def refuse(stack_dir: Path) -> None:
    """Raises Refused while a state waits: a plan against the older one would make again what is there."""
    if kept := waiting(stack_dir):
        raise Refused(
            f"an earlier apply to {stack_dir.name} could not write its state, which waits in {kept[0]}",
            cure=f"counterpromo recover {stack_dir.name}",
        )


def _private(stack_dir: Path) -> Path:
    """`OUT/stacks/NAME` -> `OUT/private/NAME`, as `Workspace` has them."""
    return stack_dir.parent.parent / "private" / stack_dir.name


def _free_place(stack_dir: Path) -> Path:
    """Never one that is taken: two states that wait are both kept."""
    folder = _private(stack_dir)
    folder.mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o700)
    places = [folder / NAME, *(folder / f"errored-{number}.tfstate" for number in range(2, 100))]
    return next(place for place in places if not place.exists())


def _dumped(said: str) -> str:
    """The state in terraform's output, its last resort where it can write no file."""
    for line in said.splitlines():
        if DUMPED in line:
            try:
                return json.dumps(json.loads(line)["state"])
            except (ValueError, KeyError):
                return line  # broken off, as on a full disk: all there is
    return ""


def _write(state: str, stack_dir: Path) -> Path:
    place = _free_place(stack_dir)
    write_private(place, state)
    return place

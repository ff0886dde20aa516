"""`pins`, `unpin`, `fill`: lists the pinned arguments and the gaps of an adopted environment, and releases them.

A pin keeps an argument as it was found; a gap is a declared resource that does not exist and is not created. Each
operation reads the files beside the settings; AWS and terraform are not called. The next plan shows the effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from envs.load import load_stack
from errors import CounterPromoError
from imports.files import pins_file
from imports.files.pins_file import Pin, SetAside
from operations.adopt import draft as drafts
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.expressions import references
from terraform.progress import Step, silent
from terraform.stack import Stack


@dataclass(frozen=True, kw_only=True)
class PinsAndGaps:
    """`idle` are the pins whose live value the code has by now: releasing one changes nothing.

    `gaps` do not exist, and `set_aside` are in AWS.
    """

    pins: tuple[Pin, ...]
    idle: tuple[Pin, ...]
    gaps: tuple[str, ...]
    set_aside: tuple[SetAside, ...]


def read_pins(environment: str, *, workspace: Workspace, step: Step = silent) -> PinsAndGaps:
    """Returns the pins and gaps of an environment. Synthesizes it without pins, to find the idle ones."""
    load_stack(environment, workspace.envs)
    pins = pins_file.read_pins(environment, workspace.envs)
    aside = pins_file.read_set_aside(environment, workspace.envs)
    there = {one.address for one in aside}
    gaps = [address for address in pins_file.read_gaps(environment, workspace.envs) if address not in there]
    idle = _idle(environment, pins, workspace=workspace, step=step) if pins else []
    return PinsAndGaps(pins=tuple(pins), idle=tuple(idle), gaps=tuple(gaps), set_aside=tuple(aside))


def remove_pins(environment: str, pins: Sequence[Pin], *, workspace: Workspace) -> Path:
    """Removes pins from the file and returns its path; a file without pins is deleted."""
    kept = [pin for pin in pins_file.read_pins(environment, workspace.envs) if pin not in pins]
    pins_file.write_pins(kept, environment, workspace.envs)
    return pins_file.pins_file(environment, workspace.envs)


def pins_to_release(environment: str, targets: Sequence[str], *, workspace: Workspace) -> tuple[Pin, ...]:
    """Returns the pins of each target: all of an ADDRESS, or the one at ADDRESS.ATTRIBUTE.

    Raises CounterPromoError for a target that is not pinned.
    """
    load_stack(environment, workspace.envs)
    pins = pins_file.read_pins(environment, workspace.envs)
    released = tuple(pin for pin in pins if {pin.address, name_of(pin)} & set(targets))
    known = {name for pin in released for name in (pin.address, name_of(pin))}
    _refuse_unknown([target for target in targets if target not in known], "pinned", environment=environment)
    return released


def check_gaps(environment: str, addresses: Sequence[str], *, workspace: Workspace, step: Step = silent) -> None:
    """Raises CounterPromoError for an address that the next plan could not create.

    That is an address that is no gap, one that was set aside and is in AWS, and one that refers to a gap that stays.
    """
    load_stack(environment, workspace.envs)
    gaps = pins_file.read_gaps(environment, workspace.envs)
    _refuse_unknown([address for address in addresses if address not in gaps], "a gap", environment=environment)
    for one in pins_file.read_set_aside(environment, workspace.envs):
        if one.address in addresses:
            raise CounterPromoError(
                f"{one.address} is in AWS as {one.id}: it is set aside, not absent",
                cure=f"counterpromo import {environment} --apply",
            )
    left = frozenset(gaps) - {*addresses}
    if left and (needed := _needed(environment, addresses, left, workspace=workspace, step=step)):
        raise CounterPromoError(
            f"{', '.join(addresses)} cannot be created without {', '.join(needed)}, which is a gap too",
            cure=f"counterpromo fill {environment} {' '.join([*addresses, *needed])}",
        )


def fill_gaps(environment: str, addresses: Sequence[str], *, workspace: Workspace) -> None:
    """Removes gaps from the file: the next plan creates exactly these addresses."""
    gaps = pins_file.read_gaps(environment, workspace.envs)
    kept = [address for address in gaps if address not in addresses]
    aside = pins_file.read_set_aside(environment, workspace.envs)
    pins_file.write_gaps(kept, environment, workspace.envs, set_aside=aside)


def _needed(
    environment: str, addresses: Sequence[str], left: frozenset[str], *, workspace: Workspace, step: Step
) -> list[str]:
    """Returns the gaps among `left` to which the addresses refer, directly or through another gap, sorted."""
    with drafts.drafted(workspace, environment) as draft:
        synthesize(draft, only={environment}, step=step)
        code = Stack.read(draft.stack_dir(environment))
    needed, waiting = set[str](), list(addresses)
    while waiting:
        fresh = (references(code.arguments(waiting.pop())) & left) - needed
        needed |= fresh
        waiting += sorted(fresh)
    return sorted(needed)


def name_of(pin: Pin) -> str:
    """Returns `ADDRESS.ATTRIBUTE`."""
    return f"{pin.address}.{pin.attribute}"


def _refuse_unknown(names: Sequence[str], what: str, *, environment: str) -> None:
    if names:
        raise CounterPromoError(f"not {what}: {', '.join(names)}", cure=f"counterpromo pins {environment}")


def _idle(environment: str, pins: Sequence[Pin], *, workspace: Workspace, step: Step) -> list[Pin]:
    """Returns the pins whose value the code has without them; values that only a plan knows are never among them."""
    with drafts.drafted(workspace, environment) as draft:
        synthesize(draft, only={environment}, step=step)
        code = Stack.read(draft.stack_dir(environment))
    return [pin for pin in pins if _value_in_code(code, pin) == pin.live]


def _value_in_code(code: Stack, pin: Pin) -> Any:
    return code.arguments(pin.address).get(pin.attribute)

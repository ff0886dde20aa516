"""`pins`, `unpin`, `fill`: what an adopted environment still owes the code, shown and paid back one by one.

In: the pins and gaps beside the settings. Out: the same files with less in them. Nothing here asks AWS or Terraform:
what a release comes to is for the next plan to show.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cli.terminal import confirm, say
from envs.load import load
from errors import CounterPromoError
from imports import pins_file as owing
from imports.pins_file import Pin
from operations.adopt import draft
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform import stack
from terraform.trial_plan import STACK

DONE = 0
WIDTH = 70


def show(environment: str, *, workspace: Workspace, prune: bool, yes: bool) -> int:
    """Lists pins and gaps; with `prune`, takes out the pins that no longer hold anything back."""
    load(environment, workspace.envs)
    pins = owing.read_pins(environment, workspace.envs)
    gaps = owing.read_gaps(environment, workspace.envs)
    if not pins and not gaps:
        say(f"{environment} owes the code nothing", style="bold green")
        return DONE
    idle = _idle(environment, pins, workspace=workspace)
    for pin in pins:
        _tell(pin, idle=pin in idle)
    for address in gaps:
        say(f"{address}: not there; to make it: counterpromo fill {environment} {address}", style="yellow")
    say(f"{len(pins)} pins, {len(gaps)} gaps", style="bold")
    if prune and idle:
        confirm(f"take out the {len(idle)} pins that no longer differ?", yes=yes)
        owing.write_pins([pin for pin in pins if pin not in idle], environment, workspace.envs)
        say(f"{environment}: wrote {owing.pins_file(environment, workspace.envs)}")
    return DONE


def unpin(environment: str, targets: Sequence[str], *, workspace: Workspace, yes: bool) -> int:
    """Releases every pin of an ADDRESS, or the one at ADDRESS.ATTRIBUTE."""
    load(environment, workspace.envs)
    pins = owing.read_pins(environment, workspace.envs)
    released = [pin for pin in pins if {pin.address, _place(pin)} & set(targets)]
    known = {name for pin in released for name in (pin.address, _place(pin))}
    unknown = [target for target in targets if target not in known]
    _refuse_unknown(unknown, "pinned", environment=environment)
    for pin in released:
        _tell(pin, idle=False)
    confirm(f"release {len(released)} pins?", yes=yes)
    owing.write_pins([pin for pin in pins if pin not in released], environment, workspace.envs)
    say(f"{environment}: released; to see what changes: counterpromo plan {environment}")
    return DONE


def fill(environment: str, addresses: Sequence[str], *, workspace: Workspace, yes: bool) -> int:
    """Withholds these gaps no longer: the next plan adds exactly them."""
    load(environment, workspace.envs)
    gaps = owing.read_gaps(environment, workspace.envs)
    _refuse_unknown([address for address in addresses if address not in gaps], "withheld", environment=environment)
    confirm(f"let the next plan make {', '.join(addresses)}?", yes=yes)
    owing.write_gaps([address for address in gaps if address not in addresses], environment, workspace.envs)
    say(f"{environment}: to see what is added: counterpromo plan {environment}")
    return DONE


def _refuse_unknown(names: Sequence[str], what: str, *, environment: str) -> None:
    if names:
        raise CounterPromoError(f"not {what}: {', '.join(names)}", cure=f"counterpromo pins {environment}")


def _idle(environment: str, pins: Sequence[Pin], *, workspace: Workspace) -> list[Pin]:
    """The pins that hold what the code says by now all by itself; what only a plan can work out is not among them."""
    with draft.drafted(workspace, environment) as bare:
        synthesize(bare, only={environment})
        document = stack.read_document(bare.stack_dir(environment) / STACK)
    return [pin for pin in pins if _code(document, pin) == pin.live]


def _code(document: dict[str, Any], pin: Pin) -> Any:
    type_, name = pin.address.split(".", 1)
    return document["resource"].get(type_, {}).get(name, {}).get(pin.attribute)


def _tell(pin: Pin, *, idle: bool) -> None:
    note = "; no longer differs" if idle else "; the code's value would recreate it" if pin.replaces else ""
    say(f"{_place(pin)} (since {pin.since}{note})", style="yellow")
    say(f"  live  {_short(pin.live)}{' (ignored)' if pin.held == 'ignoring' else ''}")
    say(f"  code  {_short(pin.code)}")


def _place(pin: Pin) -> str:
    return f"{pin.address}.{pin.attribute}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if value is not None else "(not set)"
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"

"""Prints the pins and gaps of an adopted environment."""

from __future__ import annotations

import json
from typing import Any

from cli.terminal import say
from imports.files.pins_file import BEYOND, Pin
from operations.pins import PinsAndGaps, name_of

WIDTH = 70


def print_pins_and_gaps(found: PinsAndGaps, *, environment: str) -> None:
    """Prints each pin with its live value and the code's, each gap with the command that creates it, and the counts.

    A resource that was set aside is in AWS: nothing creates it, and another import tries again.
    """
    if not (found.pins or found.gaps or found.set_aside):
        say(f"{environment}: no pins, no gaps", style="bold green")
        return
    for pin in found.pins:
        print_pin(pin, idle=pin in found.idle)
    for address in found.gaps:
        say(f"{address}: does not exist; to create it: counterpromo fill {environment} {address}", style="yellow")
    for one in found.set_aside:
        say(f"{one.address}: set aside, and in AWS as {one.id}: {one.reason}", style="yellow")
        say(f"  to try again: counterpromo import {environment} --apply")
    aside = f", {len(found.set_aside)} set aside" if found.set_aside else ""
    say(f"{len(found.pins)} pins, {len(found.gaps)} gaps{aside}", style="bold")


def print_pin(pin: Pin, *, idle: bool = False) -> None:
    """Prints a pin; an `idle` one has the same value in the code."""
    note = "; the code has the same value" if idle else "; the code's value would recreate it" if pin.replaces else ""
    say(f"{name_of(pin)} (since {pin.since}{note})", style="yellow")
    if pin.held == BEYOND:
        say(f"  live  {short(pin.live)} (left alone: {pin.reason})")
        return
    say(f"  live  {short(pin.live)}{' (ignored)' if pin.held == 'ignoring' else ''}")
    say(f"  code  {short(pin.code)}")


def short(value: Any) -> str:
    """Returns a value as JSON, cut to fit a line."""
    text = json.dumps(value, ensure_ascii=False) if value is not None else "(not set)"
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"

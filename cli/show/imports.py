"""Prints what an import would write: settings as a diff, gaps and pins as lists. The ids are in its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from cli.show.pins import short
from cli.terminal import say
from imports.files.pins_file import BEYOND, Pin, SetAside
from operations.adopt.set_aside import holds_data
from operations.pins import name_of
from terraform.plan.differences import CONTAINERS, HIDDEN

STYLES = {"+": "green", "-": "red"}


class Adoption(Protocol):
    """An adoption as an import or a bootstrap has prepared it: what is about to be written."""

    @property
    def diffs(self) -> Mapping[str, str]: ...

    @property
    def withheld(self) -> Sequence[str]: ...

    @property
    def set_aside(self) -> Sequence[SetAside]: ...

    @property
    def pins(self) -> Sequence[Pin]: ...


def print_import(prepared: Adoption) -> None:
    """Prints what is set aside, the files, gaps and pins of a prepared import."""
    for one in prepared.set_aside:
        holds = ", which holds data or an identity" if holds_data(one) else ""
        say(f"set aside: {one.address} ({one.id}){holds}: {one.reason}", style="bold red")
        for line in one.diagnostics:
            say(f"  {line}")
    if prepared.set_aside:
        say(f"{len(prepared.set_aside)} resources set aside: the next import tries again", style="bold red")
    for name, diff in prepared.diffs.items():
        if name.endswith(".toml"):
            say(f"{name}: live values as settings", style="bold")
            for line in diff.splitlines()[2:]:
                say(f"  {line}", style=STYLES.get(line[:1], "dim"))
    if prepared.withheld:
        say(f"{len(prepared.withheld)} gaps: declared, do not exist, and are not created", style="bold")
        for address in prepared.withheld:
            say(f"  {address}", style="yellow")
    pins = [pin for pin in prepared.pins if pin.held != BEYOND]
    if pins:
        say(f"{len(pins)} pins: arguments that keep their live value until they are released", style="bold")
        for pin in pins:
            say(f"  {name_of(pin)}", style="yellow")
    beyond = [pin for pin in prepared.pins if pin.held == BEYOND]
    if beyond:
        say(f"{len(beyond)} values in AWS that Terraform neither reads nor changes; left alone", style="bold")
        for pin in beyond:
            say(f"  {name_of(pin)} = {short(pin.live)}: {pin.reason}", style="yellow")
    for pin in prepared.pins:
        if pin.attribute == CONTAINERS and pin.live == HIDDEN:
            say(f"{pin.address}: a plain variable looks like a secret, so its value is not written", style="yellow")
            say("  try: keep it in Secrets Manager, and name it in the service's secrets")

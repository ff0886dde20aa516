"""The inventory of an audit: what the code declares, with live ids from a plan or an account, pins, gaps and strays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audit.inventory.items import Inventory, Item, Standing
from audit.inventory.sections import arrange
from imports.files.pins_file import read_gaps, read_pins, read_set_aside
from imports.model import Outcome
from imports.resource_type import UNKNOWN_TYPE
from modules import registry
from modules.environment_facts.things import Thing, Things, type_of
from operations.workspace import Workspace
from terraform.plan.change import Change
from terraform.plan.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Declared:
    """Items of the code: what the stack declares, then what is withheld from it."""

    stack: tuple[Item, ...]
    withheld: tuple[Item, ...]

    @classmethod
    def read(cls, things: Things, *, environment: str, workspace: Workspace) -> Declared:
        """Returns the items of the stack, with the pins and gaps that an import wrote."""
        pins: dict[str, list[str]] = {}
        for pin in read_pins(environment, workspace.envs):
            pins.setdefault(pin.address, []).append(pin.attribute)
        aside = {one.address: one for one in read_set_aside(environment, workspace.envs)}
        withheld = [
            _item(address, standing=Standing.SET_ASIDE, id_=aside[address].id, detail=aside[address].reason)
            if address in aside
            else _item(address, standing=Standing.GAP)
            for address in read_gaps(environment, workspace.envs)
        ]
        return cls(stack=tuple(_of_stack(things, pins)), withheld=tuple(withheld))


def of_settings(declared: Declared) -> Inventory:
    """Returns the inventory of the settings alone: no live ids."""
    return arrange([*declared.stack, *declared.withheld])


def of_plan(declared: Declared, plan: Plan) -> Inventory:
    """Returns the inventory with the ids that the plan holds; what it creates is not built yet."""
    changes = {change.address: change for change in plan.managed}
    placed = [_built(item, _id(changes.get(item.address))) for item in declared.stack]
    return arrange([*placed, *declared.withheld])


def of_account(declared: Declared, outcome: Outcome) -> Inventory:
    """Returns the inventory with the ids of an account, and with its strays."""
    undecided = {one.address: one for one in outcome.ambiguous}
    placed = [_built(item, outcome.ids.get(item.address, "")) for item in declared.stack]
    known = {item.id for item in declared.withheld if item.id}
    for number, item in enumerate(placed):
        if one := undecided.get(item.address):
            candidates = ", ".join(candidate.id for candidate in one.candidates)
            placed[number] = replace(item, standing=Standing.UNDECIDED, detail=candidates or one.why)
    strays = [
        Item(type=one.type, name=one.name, id=one.id, standing=Standing.STRAY, detail=one.why)
        for one in outcome.strays
        if one.id not in known
    ]
    return arrange([*placed, *declared.withheld, *strays])


def unread(declared: Declared, reason: str) -> Inventory:
    """Returns the inventory of an account that could not be read whole: no live ids, and the reason."""
    return arrange([*declared.stack, *declared.withheld], unread=reason)


def _of_stack(things: Things, pins: Mapping[str, Sequence[str]]) -> Iterator[Item]:
    for thing in things.listed:
        kept = pins.get(thing.address, ())
        yield _item(
            thing.address,
            name=_name(things, thing),
            standing=Standing.PINNED if kept else Standing.CODE,
            detail=f"pinned: {', '.join(kept)}" if kept else "",
        )


def _item(address: str, *, standing: Standing, name: str = "", id_: str = "", detail: str = "") -> Item:
    return Item(type=type_of(address), name=name, address=address, standing=standing, id=id_, detail=detail)


_NAMES = ("identifier", "bucket", "family", "alarm_name", "domain_name", "service_name")


def _name(things: Things, thing: Thing) -> str:
    """Returns the name of a resource; empty for one that has none, such as a rule."""
    for attribute in ("tags.Name", "name", *_NAMES):
        found = things.get(thing, attribute)
        if isinstance(found, str) and found and "${" not in found:
            return found
    return ""


def _built(item: Item, id_: str) -> Item:
    return replace(item, id=id_) if id_ else replace(item, standing=Standing.NEW)


def _id(change: Change | None) -> str:
    """Returns the import id of a resource that is there before the plan; empty for one that the plan creates."""
    if change is None or not change.before:
        return ""
    row = registry.IMPORTED.get(change.type, UNKNOWN_TYPE)
    spelled = row.import_id(change.before) if row.import_id else None
    return str(spelled or change.before.get("id") or "")

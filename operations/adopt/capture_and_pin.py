"""Writes the live values that one plan shows into the draft: as settings where a setting exists, else as pins.

Settings come first, and causes before their consequences: an argument that refers to an attribute which the plan
changes waits for the next plan, and is pinned only if it still differs then.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from envs.load import SettingsError, load_stack
from imports.capture import Captured
from imports.files import pins_file
from imports.files.pins_file import Pin
from imports.overlay import withheld
from imports.pinning.dependent_arguments import Argument, dependent_arguments
from imports.pins import ABSENT, Stubborn, owed, stands_alone
from imports.setting_names import fed_by
from modules.stages import capture, owed_for_what_is_left_to_aws
from operations.adopt.draft import edit
from operations.adopt.record import Record
from operations.workspace import Workspace
from terraform.diagnostics.by_argument import Diagnostic
from terraform.plan.plan import Plan
from terraform.stack import Stack

NOT_READ_BACK = "Terraform changes the value again after it is written"
REFUSED = "the provider refuses the value: "


def capture_and_pin(record: Record, plan: Mapping[str, Any], *, draft: Workspace) -> bool:
    """Captures and pins the differences that a plan shows. Returns False if all of them are captured or pinned already.

    A resource that is in the state of the account already may change with the code, so it is left out.
    """
    if record.creates_what_is_missing:
        ids = record.outcome.ids
        plan = {**plan, "resource_changes": [one for one in plan["resource_changes"] if one["address"] in ids]}
    stack = Stack.read(draft.stack_dir(record.environment))
    if all(change.verb == "no-op" for change in Plan.of(plan).managed):
        captured: tuple[Captured, ...] = ()
        waiting: frozenset[Argument] = frozenset()
    else:
        waiting = dependent_arguments(stack.document, plan)
        captured = _capture(record, plan, stack=stack, waiting=waiting, draft=draft)
    fed = {argument for each in captured for argument in _arguments_of(each.key, stack)}
    stubborn = _stubborn(record, plan, draft=draft)
    pins = (
        *owed(stack.document, plan, today=today(), stubborn=stubborn),
        *owed_for_what_is_left_to_aws(stack.document, plan, today=today()),
    )
    if captured:
        pins = tuple(pin for pin in pins if _argument(pin) not in fed and stands_alone(stack.document, pin))
    causes = [pin for pin in pins if _argument(pin) not in waiting]
    return _add(causes, record, draft=draft) or bool(captured) or _add(pins, record, draft=draft)


def ignore_refused(
    record: Record, diagnostics: Sequence[Diagnostic], *, draft: Workspace
) -> tuple[Diagnostic, ...] | None:
    """Ignores each argument whose live value Terraform refuses. Returns None, or the errors that no value explains."""
    held = {_argument(pin): pin for pin in _pins(record, draft=draft) if pin.held == "value"}
    stack = Stack.read(draft.stack_dir(record.environment))
    feeding = {each.key: tuple(_arguments_of(each.key, stack)) for each in record.captured or ()}
    refused = dict[Argument, str]()
    for diagnostic in diagnostics:
        for argument in _blamed(diagnostic, [*held, *(each for fed in feeding.values() for each in fed)]):
            refused.setdefault(argument, f"{REFUSED}{diagnostic.text}")
    if not refused:
        return tuple(diagnostics)
    record.stubborn |= refused
    ignored = [replace(held[each], held="ignoring", reason=why) for each, why in refused.items() if each in held]
    _add(ignored, record, draft=draft)
    rejected = [each for each in record.captured or () if refused.keys() & set(feeding[each.key])]
    if rejected:
        _reject(record, rejected, draft=draft)
    return None


def _blamed(diagnostic: Diagnostic, candidates: Iterable[Argument]) -> list[Argument]:
    """Returns the live value that an error names; where it names another argument, every live value of the resource."""
    of_resource = [argument for argument in candidates if argument[0] == diagnostic.address]
    named = [argument for argument in of_resource if argument[1] == diagnostic.argument]
    return named or of_resource


def _capture(
    record: Record, plan: Mapping[str, Any], *, stack: Stack, waiting: frozenset[Argument], draft: Workspace
) -> tuple[Captured, ...]:
    """Writes what is newly captured into the draft's settings, and returns it."""
    known = {each.key for each in record.captured or ()} | record.rejected
    fresh = [
        each
        for each in capture(stack.document, plan, record.settings)
        if each.key not in known
        and _of_captured(each) not in waiting
        and _of_captured(each)[1] not in withheld(stack.arguments(each.address))
    ]
    if not fresh:
        record.captured = record.captured or ()
        return ()
    record.uncaptured = record.uncaptured or _settings_text(record, draft=draft)
    record.captured = (*(record.captured or ()), *fresh)
    _write(record, draft=draft)
    return tuple(each for each in fresh if each in record.captured)


def _write(record: Record, *, draft: Workspace) -> None:
    """Writes the captured settings; a live value that a rule of the settings forbids is left to the pins."""
    environment = record.environment
    path = draft.envs / f"{environment}.toml"
    while True:
        path.write_text(record.uncaptured, encoding="utf-8")
        edit(draft, environment, {each.key: each.new for each in record.captured or ()})
        try:
            record.settings = load_stack(environment, draft.envs)
            return
        except SettingsError as refused:
            if not record.captured:
                raise
            _forget(record, _forbidden(record.captured, refused))


def _reject(record: Record, rejected: Sequence[Captured], *, draft: Workspace) -> None:
    """Takes captured values out of the settings again."""
    _forget(record, rejected)
    _write(record, draft=draft)


def _forget(record: Record, rejected: Sequence[Captured]) -> None:
    record.rejected |= {each.key for each in rejected}
    record.captured = tuple(each for each in record.captured or () if each not in rejected)


def _forbidden(captured: Sequence[Captured], refused: SettingsError) -> list[Captured]:
    """Returns the captured values that a rule of the settings forbids.

    A rule between two keys may name the one that is not captured: then those of the same table, or else all of them.
    """
    keys = [fault.key for fault in refused.faults]
    named = [each for each in captured if any(key.startswith(each.key) or each.key.startswith(key) for key in keys)]
    tables = tuple(f"{table}." for key in keys if (table := key.rpartition(".")[0]))
    return named or [each for each in captured if each.key.startswith(tables)] or list(captured)


def _stubborn(record: Record, plan: Mapping[str, Any], *, draft: Workspace) -> Stubborn:
    """Returns the arguments that only `ignore_changes` holds: refused ones, and those pinned by their value in vain."""
    live = {change.address: change.before for change in Plan.of(plan).managed}
    in_vain = {
        _argument(pin): pin.reason or NOT_READ_BACK
        for pin in _pins(record, draft=draft)
        if pin.held == "ignoring" or _same(pin.live, live.get(pin.address, {}).get(pin.attribute))
    }
    return in_vain | record.stubborn


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (one in ABSENT and other in ABSENT)


def _arguments_of(key: str, stack: Stack) -> Iterable[Argument]:
    """Yields every argument that a setting feeds."""
    for address, _ in stack.resources():
        feeding = fed_by(stack.document, address)
        if key in feeding:
            yield address, _root(feeding[key])


def _of_captured(captured: Captured) -> Argument:
    return captured.address, _root(captured.attribute)


def _root(path: str) -> str:
    """Returns the argument of a path such as `container_definitions>0.image`."""
    return path.split(".")[0].split(">")[0]


def _argument(pin: Pin) -> Argument:
    return pin.address, pin.attribute


def _pins(record: Record, *, draft: Workspace) -> tuple[Pin, ...]:
    return pins_file.read_pins(record.environment, draft.envs)


def _add(fresh: Sequence[Pin], record: Record, *, draft: Workspace) -> bool:
    """Writes pins beside the earlier ones. True if that changed the file."""
    by_argument = {_argument(pin): pin for pin in (*_pins(record, draft=draft), *fresh)}
    return pins_file.write_pins(list(by_argument.values()), record.environment, draft.envs)


def _settings_text(record: Record, *, draft: Workspace) -> str:
    return (draft.envs / f"{record.environment}.toml").read_text(encoding="utf-8")


def today() -> str:
    """Returns the date on which a value is found that is held or said from now on, in UTC."""
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()

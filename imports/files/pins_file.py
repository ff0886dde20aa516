"""The files `envs/ENV.pins.json` and `envs/ENV.gaps.json`: differences between an adopted environment and the code.

A pin keeps one argument as it is live, in the open; a gap is a documented resource that is not there, withheld so that
an adoption creates nothing. Both are written by the import, reviewed and committed, and undone one by one by a person.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from errors import CounterPromoError
from machine import regular_file

BEYOND = "beyond"  # how a value is held for which the provider has no argument: not at all


@dataclass(frozen=True, kw_only=True)
class Pin:
    """One argument that stays as it is: `live` is its value in the account, `code` what the code would make of it.

    `held` is `value` where the stack has the live value, and `ignoring` where the argument is in `ignore_changes`; then
    `reason` says why. It is `beyond` where the provider has no argument: `attribute` is a member of AWS's answer, which
    Terraform neither reads nor changes. `since` is a date, `replaces` whether the code's value would recreate the
    resource.
    """

    address: str
    attribute: str
    live: Any
    code: Any
    held: str
    replaces: bool
    since: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A resource that is in AWS and could not be adopted without a change: the next import tries again.

    `reason` is one sentence, `diagnostics` are the differences or the errors of Terraform, one a line.
    """

    address: str
    id: str
    reason: str
    diagnostics: tuple[str, ...]


def read_pins(environment: str, folder: Path) -> tuple[Pin, ...]:
    """Returns the pins of an environment, by address and attribute; none where there is no file."""
    path = pins_file(environment, folder)
    document = _read(path, [])
    try:
        return tuple(Pin(**entry) for entry in document)
    except TypeError as fault:
        raise _broken(path, fault) from fault


def read_gaps(environment: str, folder: Path) -> tuple[str, ...]:
    """Returns the addresses that are withheld, those that were set aside too; none where there is no file."""
    path = gaps_file(environment, folder)
    document = _read(path, {"withheld": []})
    try:
        return tuple(str(address) for address in document["withheld"])
    except (TypeError, KeyError) as fault:
        raise _broken(path, fault) from fault


def read_set_aside(environment: str, folder: Path) -> tuple[SetAside, ...]:
    """Returns the resources that an import set aside; none where there is no file."""
    path = gaps_file(environment, folder)
    document = _read(path, {})
    try:
        entries = document.get("set_aside", ())
        return tuple(SetAside(**{**entry, "diagnostics": tuple(entry["diagnostics"])}) for entry in entries)
    except (TypeError, KeyError, AttributeError) as fault:
        raise _broken(path, fault) from fault


def write_pins(pins: Sequence[Pin], environment: str, folder: Path) -> bool:
    """Writes the pins, sorted; without any, the file goes. True when something changed."""
    ordered = sorted(pins, key=lambda pin: (pin.address, pin.attribute))
    return _write([asdict(pin) for pin in ordered], pins_file(environment, folder))


def write_gaps(addresses: Sequence[str], environment: str, folder: Path, *, set_aside: Sequence[SetAside] = ()) -> bool:
    """Writes the withheld addresses and what is set aside; without any, the file goes. True when something changed."""
    withheld = sorted({*addresses, *(one.address for one in set_aside)})
    details = {"set_aside": [asdict(one) for one in set_aside]} if set_aside else {}
    return _write({"withheld": withheld, **details} if withheld else {}, gaps_file(environment, folder))


def pins_file(environment: str, folder: Path) -> Path:
    """Returns the path of an environment's pins file."""
    return folder / f"{environment}.pins.json"


def gaps_file(environment: str, folder: Path) -> Path:
    """Returns the path of an environment's gaps file."""
    return folder / f"{environment}.gaps.json"


def _read(path: Path, otherwise: Any) -> Any:
    if not regular_file.is_there(path):
        return otherwise
    try:
        return regular_file.read_json(path)
    except ValueError as fault:
        raise _broken(path, fault) from fault


def _broken(path: Path, fault: Exception) -> CounterPromoError:
    why = fault if isinstance(fault, ValueError) else "it does not have the form that an import writes"
    return CounterPromoError(f"{path} cannot be read: {why}", cure=f"git checkout {path}, or import again")


def _write(document: Sequence[Any] | Mapping[str, Any], path: Path) -> bool:
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    after = json.dumps(document, indent=2, ensure_ascii=False) + "\n" if document else ""
    if before == after:
        return False
    if not after:
        path.unlink()
        return True
    regular_file.write(path, after)
    return True

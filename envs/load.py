"""Reads a settings file: TOML in, frozen settings out, or one error that lists every fault in it."""

import inspect
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from errors import CounterPromoError
from machine import merge_conflict, regular_file
from modules.settings import AccountSettings, Settings
from modules.settings_rules import RULES
from settings.fault import Fault
from settings.references import unknown_references
from settings.types import place

ACCOUNT = "account"
LISTED, LENGTH = 50, 200  # limits for messages: a file can hold anything
_Model = TypeVar("_Model", bound=BaseModel)


class SettingsError(CounterPromoError):
    """A settings file with faults; `faults` lists all of them."""

    def __init__(self, path: str, faults: list[Fault]) -> None:
        lines = [f"{path}: {len(faults)} fault{'s' if len(faults) != 1 else ''}"]
        lines += [f"  {_cut(fault.key)} = {_cut(_shown(fault.value))}: {fault.rule}" for fault in faults[:LISTED]]
        lines += [f"  and {len(faults) - LISTED} faults more"] if len(faults) > LISTED else []
        super().__init__("\n".join(lines), cure=f"edit {path}")
        self.faults = faults


def environments(folder: Path) -> list[str]:
    """Returns the names of the environments with a settings file in `folder`, sorted. `dev.waivers.toml` is none."""
    return sorted(path.stem for path in folder.glob("*.toml") if path.stem != ACCOUNT and "." not in path.stem)


def load(environment: str, folder: Path) -> Settings:
    """Returns the settings of one environment, from `folder/ENV.toml`.

    Raises SettingsError with every fault of the file, CounterPromoError if there is no such file.
    """
    path = folder / f"{environment}.toml"
    if environment == ACCOUNT or not _is_there(path):
        known = ", ".join(environments(folder)) or "none"
        raise CounterPromoError(
            f"no environment {environment!r}: {path} does not exist", cure=f"use one of these: {known}"
        )
    settings = _parse(path, Settings)
    if settings.environment != environment:
        raise SettingsError(
            named(path), [Fault("environment", settings.environment, f"must be {environment}, as the file is named")]
        )
    return settings


def load_stack(name: str, folder: Path) -> Settings | AccountSettings:
    """Returns the settings of a stack: of `account`, or of an environment. Raises as `load` does."""
    return load_account(folder) if name == ACCOUNT else load(name, folder)


def load_account(folder: Path) -> AccountSettings:
    """Returns the settings of the account, from `folder/account.toml`. Raises as `load` does."""
    path = folder / f"{ACCOUNT}.toml"
    if not _is_there(path):
        raise CounterPromoError(f"no account settings: {path} does not exist", cure=f"write {path}")
    return _parse(path, AccountSettings)


def _is_there(path: Path) -> bool:
    """Returns True for a file. Raises CounterPromoError if its folder is none, or something else has its name."""
    if not path.parent.is_dir():
        what = "is not a folder" if os.path.lexists(path.parent) else "does not exist"
        raise CounterPromoError(
            f"the folder of the settings, {path.parent}, {what}", cure="correct --envs or COUNTERPROMO_ENVS"
        )
    return regular_file.is_there(path)


def _parse(path: Path, model: type[_Model]) -> _Model:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad and PowerShell 5 write a mark
    except UnicodeDecodeError as fault:
        raise CounterPromoError(
            f"{named(path)}: not UTF-8 at byte {fault.start}", cure=f"save {path} as UTF-8"
        ) from fault
    except RecursionError as fault:
        raise CounterPromoError(f"{named(path)}: nested too deeply", cure=f"edit {path}") from fault
    except ValueError as fault:  # TOMLDecodeError, or Python's error for a number of thousands of digits
        merge_conflict.refuse(path)
        raise CounterPromoError(f"{named(path)}: not TOML: {fault}", cure=f"edit {path}") from fault
    sections, faults = _sections(document, model)
    faults += [*_between(sections), *unknown_references(sections, model)]
    if faults:
        raise SettingsError(named(path), faults)
    settings = model.model_construct(**sections)
    place(settings, "")
    return settings


def _sections(document: Mapping[str, Any], model: type[BaseModel]) -> tuple[dict[str, Any], list[Fault]]:
    """Returns every section without a fault, with defaults for those left out, and the faults of the others."""
    sections: dict[str, Any] = {}
    known = {field.alias or name for name, field in model.model_fields.items()}
    faults = [Fault(key, document[key], "is not a known key") for key in document if key not in known]
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key not in document:
            if field.is_required():
                faults.append(Fault(key, None, "must be set"))
            else:
                sections[name] = field.get_default(call_default_factory=True)
            continue
        try:
            annotation: Any = field.rebuild_annotation()
            sections[name] = TypeAdapter(annotation).validate_python(document[key])
        except ValidationError as error:
            faults += [_fault(key, dict(detail)) for detail in error.errors()]
    return sections, faults


def _fault(section: str, detail: dict[str, Any]) -> Fault:
    key = ".".join([section, *(str(part) for part in detail["loc"] if part not in ("gateway", "interface", "[key]"))])
    match detail["type"]:
        case "missing":
            return Fault(key, None, "must be set")
        case "extra_forbidden":
            return Fault(key, detail["input"], "is not a known key")
        case "value_error":
            return Fault(key, detail["input"], str(detail["ctx"]["error"]))
        case "literal_error" | "union_tag_invalid":
            allowed = detail["ctx"].get("expected") or detail["ctx"].get("expected_tags")
            return Fault(key, detail["input"], f"must be {allowed}")
        case kind if kind.endswith("_type"):
            return Fault(key, detail["input"], f"must be {_ARTICLE.get(kind, kind.removesuffix('_type'))}")
        case _:
            return Fault(key, detail["input"], detail["msg"])


_ARTICLE = {
    "string_type": "text, in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


def _between(sections: Mapping[str, Any]) -> Iterator[Fault]:
    for rule in RULES:
        needed = inspect.signature(rule).parameters
        if all(name in sections for name in needed):
            yield from rule(**{name: sections[name] for name in needed})


def named(path: Path) -> str:
    """Returns the path relative to the current folder, or the absolute path if it is outside of it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _cut(text: str) -> str:
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"


def _shown(value: object) -> str:
    match value:
        case None:
            return "(missing)"
        case bool():
            return str(value).lower()
        case str() | int() | float():
            return str(value)
        case dict() | list():
            return f"({type(value).__name__} of {len(value)})"
        case _:
            return repr(value)

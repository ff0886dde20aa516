"""Capture: what is live, written back as settings. In: a stack, the plan of its import, the settings. Out: Captured.

The stack says which setting feeds which argument (`"//": {"fed_by": ...}`), the plan's `before` says what is live: the
modules are the only mapping, and nothing is read from AWS a second time. Pure. What fits no setting is left to pins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from imports.pins import ABSENT
from imports.setting_names import Conversion, Names, fed_by
from settings.types import Key, Tags


class _NoWords:
    """Stands for a live value that no setting can say."""


NO_WORDS = _NoWords()
# (live values of a resource, live values of every resource by type) -> the live values that settings describe.
Narrow = Callable[[Mapping[str, Any], Mapping[str, Sequence[Mapping[str, Any]]]], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Captured:
    """One setting that is to say what is live: its place in the file, both values, and where the live one was read."""

    key: str
    old: Any
    new: Any
    address: str
    attribute: str


def capture(
    document: Mapping[str, Any],
    plan: Mapping[str, Any],
    settings: BaseModel,
    *,
    conversions: Mapping[str, Conversion],
    narrow: Mapping[str, Narrow] | None = None,
) -> tuple[Captured, ...]:
    """Returns every setting whose argument is live with another value; where two arguments disagree, the first one's.

    `narrow` is Terraform type -> which of several live values the settings describe.
    """
    changes = [change for change in plan.get("resource_changes", ()) if (change["change"].get("before"))]
    names = Names.of(document, changes)
    narrowed = _narrowed(changes, narrow or {})
    found: dict[str, Captured] = {}
    for change in sorted(narrowed, key=lambda one: str(one["address"])):
        for key, attribute in fed_by(document, change["address"]).items():
            if key not in found and (captured := _captured(key, attribute, change, settings, names, conversions)):
                found[key] = captured
    return tuple(found[key] for key in sorted(found))


def _narrowed(changes: Sequence[Mapping[str, Any]], narrow: Mapping[str, Narrow]) -> list[Mapping[str, Any]]:
    by_type: dict[str, list[Mapping[str, Any]]] = {}
    for entry in changes:
        by_type.setdefault(entry["address"].rpartition(".")[0], []).append(entry["change"]["before"])
    return [
        {**entry, "change": {**entry["change"], "before": narrow[type_](entry["change"]["before"], by_type)}}
        if (type_ := entry["address"].rpartition(".")[0]) in narrow
        else entry
        for entry in changes
    ]


def live_value(before: Mapping[str, Any], path: str) -> Any:
    """Returns the value at a path such as `health_check.0.path`, `redrive_policy>maxReceiveCount`, `env.name:value`.

    `>` steps into JSON text, `a:b` turns a list of pairs into a mapping; None where there is nothing. Raises
    LookupError where an index would choose one of several, and where no setting can say the value.
    """
    value: Any = before
    for part in re.split(r"[.>]", path):
        value = _step(_parsed(value) if isinstance(value, str) else value, part)
        if value is NO_WORDS:
            raise LookupError(f"no setting for the value at {path}")
    if isinstance(value, Mapping) and NO_WORDS in value.values():
        raise LookupError(f"no setting for all of the value at {path}")
    return value


def _step(value: Any, part: str) -> Any:
    if ":" in part:
        of, to = part.split(":")
        return {item[of]: item[to] for item in value or []}
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list) and part.isdigit():
        if len(value) > 1:
            raise LookupError(f"{len(value)} values, of which a setting describes one")
        return value[int(part)] if int(part) < len(value) else None
    return None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _captured(
    key: str,
    attribute: str,
    change: Mapping[str, Any],
    settings: BaseModel,
    names: Names,
    conversions: Mapping[str, Conversion],
) -> Captured | None:
    annotation, current = _setting(settings, key)
    try:
        live = live_value(change["change"]["before"], attribute)
        planned = live_value(change["change"].get("after") or {}, attribute)
    except LookupError:
        return None  # one of several, or a value without a setting: the attribute is pinned as it is
    if current is None and live == planned:
        return None  # the code makes the same of what the settings leave to it
    convert = next((each for ending, each in conversions.items() if re.fullmatch(ending, key)), None)
    try:
        new = convert(live, key, names) if convert else _plain(live, annotation, key, names)
    except (ValidationError, LookupError, TypeError, AttributeError):
        return None  # no value this setting could have: the attribute is pinned as it is
    old = _bare(current)
    same = new == old or (new in ABSENT and old in ABSENT) or (_is_list_of_keys(annotation) and new == sorted(old))
    return None if same else Captured(key=key, old=old, new=new, address=change["address"], attribute=attribute)


def _bare(value: Any) -> Any:
    """Returns a setting as the file has it, parts as tables."""
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_defaults=True)
    return {key: _bare(item) for key, item in value.items()} if isinstance(value, Mapping) else value


def _plain(live: Any, annotation: Any, key: str, names: Names) -> Any:
    """Returns the live value as the setting's type has it: "512" as 512, ids as keys, tags without the name."""
    if _is_list_of_keys(annotation):
        return names.keys_of(live)
    if annotation == Tags:
        named = f"{key.removesuffix('.tags')}.name" in names.named_by_tag
        return {name: value for name, value in (live or {}).items() if not (named and name == "Name")}
    if live in ABSENT and ".rule_descriptions." in key:
        return None
    if live in ABSENT and not _optional(annotation) and annotation is not str:
        raise LookupError(key)
    return TypeAdapter(annotation).validate_python(None if live == "" and _optional(annotation) else live)


def _is_list_of_keys(annotation: Any) -> bool:
    """Returns True for `list[Key]`, also if the key carries further marks, such as a reference to another section."""
    (item,) = get_args(annotation) if get_origin(annotation) is list else (None,)
    marks, key = getattr(item, "__metadata__", ()), get_args(Key)[1:]
    return marks[: len(key)] == key


def _optional(annotation: Any) -> bool:
    return type(None) in getattr(annotation, "__args__", ())


def _setting(settings: BaseModel, key: str) -> tuple[Any, Any]:
    """Returns the type of the setting at a place, and its value; None where a table does not have that key yet."""
    value: Any = settings
    annotation: Any = type(settings)
    for part in key.split("."):
        if isinstance(value, BaseModel):
            field = type(value).model_fields[part]
            annotation = field.rebuild_annotation()
            value = getattr(value, part)
        else:
            annotation = annotation.__args__[1] if hasattr(annotation, "__args__") else annotation
            value = (value or {}).get(part)
    return annotation, value

"""Whatever text a setting holds, and whatever key a table of texts: Terraform evaluates none of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from envs.load import SettingsError, load
from main import synthesize
from settings.edit_toml import edited
from settings.types import Strict
from tests.conftest import write_envs
from tests.stack import Stack

TEMPLATE = '${file("main.py")}'


def _free_texts(part: Any) -> Iterator[tuple[str, Any]]:
    """Yields each setting that may hold any text, with a value that holds a template, in values and keys."""
    if isinstance(part, Strict):
        for name, field in type(part).model_fields.items():
            value, place = getattr(part, name), f"{part.where}.{name}".lstrip(".")
            if field.annotation in (str, str | None):
                yield place, TEMPLATE
            elif field.annotation == dict[str, str]:
                yield place, {TEMPLATE: TEMPLATE, **value}
            else:
                yield from _free_texts(value)
    elif isinstance(part, dict):
        for value in part.values():
            yield from _free_texts(value)


def _with_templates(envs: Path) -> int:
    """Writes a template into every setting that takes one; returns their number."""
    path = envs / "dev.toml"
    before, wanted = path.read_text(encoding="utf-8"), dict(_free_texts(load("dev", envs)))
    while True:
        path.write_text(edited(before, wanted), encoding="utf-8")
        try:
            load("dev", envs)
            return len(wanted)
        except SettingsError as refused:
            faults = [f"{fault.key}." for fault in refused.faults]
            wanted = {place: value for place, value in wanted.items() if not _at_fault(f"{place}.", faults)}


def _at_fault(place: str, faults: list[str]) -> bool:
    return any(place.startswith(fault) or fault.startswith(place) for fault in faults)


def test_no_setting_is_evaluated(tmp_path: Path) -> None:
    envs = write_envs(tmp_path / "envs")
    assert _with_templates(envs) > 30
    synthesize(envs=envs, outdir=tmp_path / "out")
    resources = Stack.read(tmp_path / "out" / "stacks" / "dev").document["resource"]
    said = {
        f"{type_}.{name}.{argument}": json.dumps(value)
        for type_, named in resources.items()
        for name, arguments in named.items()
        for argument, value in arguments.items()
        if argument != "//"
    }
    assert sum(value.count("file(") for value in said.values()) > 30
    assert [place for place, value in said.items() if "${file(" in value.replace("$${file(", "")] == []

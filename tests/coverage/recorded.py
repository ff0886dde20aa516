"""Results of adoptions: which arguments were adopted 0/0/0 with a live value that DEV, made by hand, does not have.

In: the states that adoptions left. Out: `adopted.json`: type, argument, and the rounds with the value each adopted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.coverage.arguments import Block, live_values

FILE = Path(__file__).parent / "adopted.json"
BASE = Path(__file__).parent / "base.json"
WIDTH = 60
Recorded = dict[str, dict[str, dict[str, str]]]  # type -> argument -> round -> value
Live = Mapping[str, Mapping[str, Any]]  # address -> live attributes
_ABSENT: tuple[Any, ...] = (None, "", [], {})


def attributes(state: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Returns address -> live attributes, from a state file."""
    return {
        f"{resource['type']}.{resource['name']}": resource["instances"][0]["attributes"]
        for resource in state["resources"]
        if resource["mode"] == "managed"
    }


def adopted_otherwise(schema: Mapping[str, Block], before: Live, after: Live) -> dict[str, dict[str, str]]:
    """Returns type -> argument -> value, where the value of the same address is another one than `before`.

    False and 0 count only where there was another value: a block that appears brings them along. Types that the schema
    does not hold are left out.
    """
    found: dict[str, dict[str, str]] = {}
    for address, live in after.items():
        type_ = address.partition(".")[0]
        if type_ not in schema:
            continue
        had = values_of(schema[type_], before[address]) if address in before else {}
        for path, values in values_of(schema[type_], live).items():
            known = had.get(path, [])
            other = [value for value in values if value not in known and (value or known)]
            if address in before and other:
                found.setdefault(type_, {}).setdefault(path, _short(other[0]))
    return found


def adopted_side_by_side(schema: Mapping[str, Block], base: Live) -> dict[str, dict[str, str]]:
    """Returns type -> argument -> value, where one resource of the base has it with several values: in its blocks."""
    found: dict[str, dict[str, str]] = {}
    for address, live in base.items():
        type_ = address.partition(".")[0]
        for path, values in values_of(schema[type_], live).items():
            if len(values) > 1:
                found.setdefault(type_, {}).setdefault(path, _short(values[-1]))
    return found


def values_of(block: Block, live: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Returns argument -> the values that a resource has it with, each once."""
    values: dict[str, list[Any]] = {}
    for path, value in live_values(block, live):
        if value not in _ABSENT and value not in values.setdefault(path, []):
            values[path].append(value)
    return values


def read_base() -> dict[str, Any]:
    """Returns DEV as it was adopted without any amendment: `live` attributes, import `ids`, `pins`, `settings` file."""
    base: dict[str, Any] = json.loads(BASE.read_text(encoding="utf-8"))
    return base


def write_base(state: Mapping[str, Any], envs: Path) -> None:
    """Records DEV as it was adopted, from its state and the files beside its settings."""
    live = {
        address: {name: value for name, value in values.items() if value is not None}
        for address, values in attributes(state).items()
    }
    base = {
        "ids": json.loads((envs / "dev.imports.json").read_text(encoding="utf-8"))["ids"],
        "pins": json.loads((envs / "dev.pins.json").read_text(encoding="utf-8")),
        "settings": (envs / "dev.toml").read_text(encoding="utf-8"),
        "live": live,
    }
    BASE.write_text(json.dumps(base, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def read() -> Recorded:
    """Returns what was recorded."""
    recorded: Recorded = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    return recorded


def of_round(recorded: Recorded, name: str) -> dict[str, set[str]]:
    """Returns type -> the arguments that a round adopted."""
    found = {type_: {path for path, rounds in paths.items() if name in rounds} for type_, paths in recorded.items()}
    return {type_: paths for type_, paths in found.items() if paths}


def write(name: str, adopted: Mapping[str, Mapping[str, str]]) -> None:
    """Records the result of a round in place of its earlier one."""
    recorded = read()
    for paths in recorded.values():
        for rounds in paths.values():
            rounds.pop(name, None)
    for type_, values in adopted.items():
        for path, value in values.items():
            recorded.setdefault(type_, {}).setdefault(path, {})[name] = value
    kept = {
        type_: {path: dict(sorted(rounds.items())) for path, rounds in sorted(paths.items()) if rounds}
        for type_, paths in sorted(recorded.items())
    }
    FILE.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"

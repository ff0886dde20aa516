"""The tables beside this file: recorded calls, additions, and the kinds of resources that an action accepts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

STEPS = ("read", "create", "update", "delete")
FOLDER = Path(__file__).parent
RECORDED, ADDITIONS, RESOURCES = (FOLDER / name for name in ("recorded.json", "additions.json", "resources.json"))


@lru_cache
def _table(path: Path) -> Mapping[str, Any]:
    table: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


def discovered(of: Literal["account", "environment"]) -> frozenset[str]:
    """Returns the calls of discovery, whatever it finds."""
    return frozenset(_table(RECORDED)["discover"][of])


def audited() -> frozenset[str]:
    """Returns the calls that read a live account for an audit, whatever it holds, besides those of discovery."""
    return frozenset(_table(RECORDED)["audit"])


def around() -> Mapping[str, bool]:
    """Returns the calls that look for what may lean on an environment: True for those that check resources.

    An import goes on without one of them.
    """
    calls: Mapping[str, bool] = _table(RECORDED)["around"]
    return calls


def types() -> frozenset[str]:
    """Returns every type with recorded permissions."""
    return frozenset(_table(RECORDED)["types"]) | frozenset(_table(ADDITIONS)["types"])


def called(type_: str, step: str) -> frozenset[str]:
    """Returns the calls for a type in one step of its life, with additions that have no `on`."""
    recorded = _table(RECORDED)["types"].get(type_, {}).get(step, ())
    return frozenset(recorded).union(*(one["actions"] for one in _added(type_, step) if "on" not in one))


def on_named_resources(type_: str, step: str) -> list[Mapping[str, Any]]:
    """Returns the additions with `on`: a kind of ours or an ARN, perhaps with a condition."""
    return [one for one in _added(type_, step) if "on" in one]


def _added(type_: str, step: str) -> list[Mapping[str, Any]]:
    return [one for one in _table(ADDITIONS)["types"].get(type_, ()) if one["step"] == step]


def kinds(action: str) -> tuple[str, ...]:
    """Returns the kinds of resources that an action can be confined to; empty if it cannot.

    Raises KeyError for an action that is not in the table.
    """
    service = action.partition(":")[0]
    return tuple(f"{service}:{kind}" for kind in _table(RESOURCES)[action])

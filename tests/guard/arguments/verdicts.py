"""The guard's verdict on each argument of the types of this code, found by changing it for the worse in a plan."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from guard.arguments import guarded_paths, harmless_reason, is_guarded
from guard.verdict import Severity
from modules.registry import GUARD, PROVIDER_ARGUMENTS
from tests.guard.arguments.worse_values import known_block, with_value, worse_values
from tests.guard.plans import judge, plan, update

_LIVE = Path(__file__).resolve().parents[2] / "coverage" / "base.json"
UNKNOWN = "argument-not-known"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One argument. `rules` are those that notice a worse value: rule -> True if it blocks."""

    type: str
    path: str
    rules: Mapping[str, bool]
    guarded: bool
    harmless: str


def cells() -> Iterator[Cell]:
    """Yields every settable argument of the types that this code declares, as the provider's schema lists them."""
    live = live_values()
    for type_, arguments in PROVIDER_ARGUMENTS.items():
        row = GUARD.types[type_]
        for path, schema_type in arguments["settable"].items():
            yield Cell(
                type=type_,
                path=path,
                rules=_noticed(type_, path, schema_type, live.get(type_, {})),
                guarded=is_guarded(guarded_paths(row), path),
                harmless=harmless_reason(row, path),
            )


def _noticed(type_: str, path: str, schema_type: Any, live: Mapping[str, Any]) -> dict[str, bool]:
    address, rules = f"{type_}.one", dict[str, bool]()
    tried = [(path, pair) for pair in worse_values(type_, path, schema_type)]
    if around := known_block(type_, path):
        tried.append(around)
    for (place, pair), values in product(tried, (live, {})):
        before, after = (with_value(values, place, side) for side in pair)
        unchanged = {finding.rule for finding in judge(plan(update(address, before, before))).findings}
        if is_guarded(guarded_paths(GUARD.types[type_]), path):
            unchanged = set()
        for finding in judge(plan(update(address, before, after))).findings:
            if finding.rule not in {*unchanged, UNKNOWN}:
                rules[finding.rule] = rules.get(finding.rule, False) or finding.severity is Severity.BLOCKED
    return rules


def live_values() -> dict[str, Mapping[str, Any]]:
    """Returns the values of one resource a type, as the sandbox's DEV has them."""
    recorded = json.loads(_LIVE.read_text(encoding="utf-8"))["live"]
    return {address.partition(".")[0]: values for address, values in recorded.items()}

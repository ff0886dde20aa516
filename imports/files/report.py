"""The report of an import as JSON.

`{env, account, region, matched: [{address, type, id, rule}], missing: [{address, type}], ambiguous: [{address,
candidates}], strays: [{type, id, name}], captured, pinned, plan: {import, add, change, destroy}, api_calls,
seconds: {discover, synth, plan, apply}}`; the value of a stage that did not run is null.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from imports.model import Ambiguous, Outcome
from machine import regular_file
from machine.masking import masked
from terraform.plan.counts import Counts

STAGES = ("discover", "synth", "plan", "apply")


def build(
    *,
    env: str,
    account: str,
    region: str,
    outcome: Outcome,
    plan: Counts | None,
    api_calls: int,
    seconds: Mapping[str, float],
    captured: Sequence[Any] = (),
    pinned: Sequence[Any] = (),
) -> dict[str, Any]:
    """Returns the report. `seconds` lacks the stages that did not run."""
    return {
        "env": env,
        "account": account,
        "region": region,
        "matched": [asdict(match) for match in outcome.matched],
        "missing": [{"address": missing.address, "type": missing.type} for missing in outcome.missing],
        "ambiguous": [_ambiguous(one) for one in outcome.ambiguous],
        "strays": [{"type": stray.type, "id": stray.id, "name": stray.name} for stray in outcome.strays],
        "captured": list(captured),
        "pinned": list(pinned),
        "plan": _counts(plan) if plan else None,
        "api_calls": api_calls,
        "seconds": {stage: round(seconds[stage], 3) if stage in seconds else None for stage in STAGES},
    }


def write(document: Mapping[str, Any], path: Path) -> None:
    """Writes the report in one step: the file is complete or unchanged."""
    regular_file.write(path, json.dumps(masked(document), indent=2, ensure_ascii=False) + "\n")


def _ambiguous(one: Ambiguous) -> dict[str, Any]:
    candidates = [
        {"id": candidate.id, "name": candidate.name, "differs": dict(candidate.differs)} for candidate in one.candidates
    ]
    return {"address": one.address, "candidates": candidates}


def _counts(counts: Counts) -> dict[str, int]:
    return {"import": counts.import_, "add": counts.add, "change": counts.change, "destroy": counts.destroy}

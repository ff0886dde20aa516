"""Lists the attributes in which several candidates for one address differ, for the person who chooses one."""

from __future__ import annotations

from collections.abc import Sequence

from imports.model import Candidate, Found
from terraform.expressions import canonical

_LONGEST = 80


def candidates(pool: Sequence[Found]) -> tuple[Candidate, ...]:
    """Returns each live resource with the facts in which they differ; a sole candidate has none."""
    keys = sorted({key for live in pool for key in live.facts if key not in ("id", "arn")})
    differing = [key for key in keys if len({canonical(live.facts.get(key)) for live in pool}) > 1]
    return tuple(
        Candidate(id=live.id, name=live.name, differs={key: _shown(live.facts.get(key)) for key in differing})
        for live in pool
    )


def _shown(value: object) -> str:
    match value:
        case _ if not value and not isinstance(value, bool | int):  # a pattern of {} fits every mapping
            return "none"
        case bool():
            return str(value).lower()
        case list() | tuple():
            text = ", ".join(str(item) for item in value)
        case dict():
            text = ", ".join(f"{key} {item}" for key, item in sorted(value.items()))
        case _:
            text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."

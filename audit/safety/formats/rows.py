"""The baseline of a report as the rows of a table: one for each control, state and detail, the failed ones first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit.safety.control import Control
from audit.safety.judge import Safety, State

_ORDER = (State.FAILED, State.INHERITED, State.UNDECIDED, State.ACCEPTED, State.HELD)
# How the page shows a state.
CLASSES: Mapping[str, str] = {
    State.FAILED.value: "stops",
    State.INHERITED.value: "noted",
    State.UNDECIDED.value: "unknown",
    State.ACCEPTED.value: "noted",
    State.HELD.value: "passes",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """The resources that have one control in one state for one reason."""

    control: Control
    state: str
    detail: str
    reason: str
    resources: tuple[str, ...]

    @property
    def cured(self) -> bool:
        """Returns True if there is something to cure."""
        return self.state in (State.FAILED.value, State.INHERITED.value)


def rows(safety: Safety) -> list[Row]:
    """Returns the rows; none if nothing was judged."""
    grouped: dict[tuple[State, str, str, str], list[str]] = {}
    controls = {one.control.id: one.control for one in safety.results}
    for one in safety.results:
        key = (one.state, one.control.id, one.detail, one.reason)
        grouped.setdefault(key, []).append(one.name or one.resource)
    return [
        Row(
            control=controls[id_],
            state=state.value,
            detail=detail,
            reason=reason,
            resources=tuple(dict.fromkeys(name for name in names if name)),
        )
        for wanted in _ORDER
        for (state, id_, detail, reason), names in grouped.items()
        if state is wanted
    ]

"""The callbacks through which an operation reports: steps while they run, and events. Both are silent by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from operations.events import Event
from terraform.progress import Step, silent


def ignore(event: Event) -> None:
    """Does nothing with an event."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """`step` opens a step that may take longer than a second; `report` takes an event."""

    step: Step = silent
    report: Callable[[Event], None] = ignore


SILENT = Progress()

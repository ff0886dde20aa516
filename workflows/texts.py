"""The texts people read on GitHub about a plan: a headline for how it ended, then what the plan's own report says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from errors import CounterPromoError
from workflows.github_api import fitting, marker, run_link

NONE, BROKEN, CHANGES, REFUSED = 0, 1, 2, 3
HEADLINES = {
    NONE: "no changes",
    BROKEN: "the plan did not come about",
    CHANGES: "changes",
    REFUSED: "refused: this may not be applied",
}


def check(exit_code: int) -> None:
    """Raises CounterPromoError for an ending that `plan` does not have: then nothing is known, and nothing is said."""
    if exit_code not in HEADLINES:
        raise CounterPromoError(
            f"a plan does not end with exit code {exit_code}", cure=f"one of {', '.join(map(str, HEADLINES))}"
        )


def text(purpose: str, environment: str, *, exit_code: int, body: Path, environ: Mapping[str, str]) -> str:
    """Marker, headline, the report if there is one, and where it comes from; never longer than GitHub takes."""
    report = body.read_text(encoding="utf-8").strip() if body.is_file() else ""
    if not report and exit_code != NONE:
        report = "There is no report: the run's log says why."
    head = f"{marker(purpose, environment)}\n### `{environment}`: {HEADLINES[exit_code]}\n\n{run_link(environ)}\n\n"
    return fitting(head + report + "\n")

"""The texts that people read on GitHub about a plan: a headline for its exit code, then the plan's report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from errors import CounterPromoError, ExitCode
from machine.masking import mask
from report.markdown import fit
from workflows.github_api import LIMIT, marker, run_link, run_url

HEADLINES = {
    ExitCode.DONE: "no changes",
    ExitCode.BROKEN: "the plan failed",
    ExitCode.CHANGES: "changes",
    ExitCode.REFUSED: "refused: this plan may not be applied",
}


def plan_exit_code(exit_code: int) -> ExitCode:
    """Returns the exit code of a plan. Raises CounterPromoError for a number that `plan` never ends with."""
    for ended in HEADLINES:
        if ended == exit_code:
            return ended
    raise CounterPromoError(
        f"counterpromo plan never ends with exit code {exit_code}",
        cure=f"give one of {', '.join(str(int(c)) for c in HEADLINES)}",
    )


def text(purpose: str, environment: str, *, ended: ExitCode, body: Path, environ: Mapping[str, str]) -> str:
    """Returns marker, headline, link to the run and the report if there is one.

    A text that is too long for GitHub has fewer changes, and a link to the summary of the run, which has them all.
    """
    report = mask(body.read_text(encoding="utf-8")).strip() if body.is_file() else ""
    if not report and ended is not ExitCode.DONE:
        report = "There is no report. The log of the run shows the reason."
    head = f"{marker(purpose, environment)}\n### `{environment}`: {HEADLINES[ended]}\n\n{run_link(environ)}\n\n"
    whole = f"[The summary of the run]({run_url(environ)}) has the whole report."
    return head + fit(report + "\n", limit=LIMIT - len(head), whole=whole)

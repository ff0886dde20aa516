"""One issue per environment about its drift: opened, updated and closed from the exit code and the report of a plan.

A plan that failed shows nothing about drift, so it changes no issue; the workflow run itself fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from errors import CounterPromoError, ExitCode
from report.markdown import DRIFTED
from workflows import texts
from workflows.github_api import marker, repository, run_link

if TYPE_CHECKING:
    from github.Issue import Issue
    from github.Repository import Repository

PURPOSE = LABEL = "drift"


def keep(environment: str, *, exit_code: int, body: Path, environ: Mapping[str, str]) -> str:
    """Opens, updates or closes the issue; returns what was done.

    Raises CounterPromoError if the plan failed.
    """
    ended = texts.plan_exit_code(exit_code)
    if ended is ExitCode.BROKEN:
        raise CounterPromoError(
            f"{environment}: the plan failed, so its drift is unknown", cure="read the log of the plan"
        )
    text = texts.text(PURPOSE, environment, ended=ended, body=body, environ=environ)
    with repository(environ) as here:
        open_issues = _open_issues(here, environment)
        if not has_drifted(ended, body):
            return _close(open_issues, environ=environ)
        if open_issues:
            open_issues[0].edit(body=text)
            return f"updated #{open_issues[0].number}"
        _create_label(here)
        return f"opened #{here.create_issue(f'{environment} has drifted', body=text, labels=[LABEL]).number}"


def has_drifted(ended: ExitCode, body: Path) -> bool:
    """Returns True if the plan has changes, or if its report lists what somebody changed, such as a rule they added."""
    listed = body.is_file() and DRIFTED in body.read_text(encoding="utf-8").splitlines()
    return ended is not ExitCode.DONE or listed


def _open_issues(here: Repository, environment: str) -> list[Issue]:
    """Returns the open drift issues of an environment, oldest first. An issue that a person wrote is never one."""
    first_line = marker(PURPOSE, environment)
    found = here.get_issues(state="open", labels=[LABEL], sort="created", direction="asc")
    return [issue for issue in found if issue.user.type == "Bot" and (issue.body or "").startswith(first_line)]


def _close(issues: list[Issue], *, environ: Mapping[str, str]) -> str:
    for issue in issues:
        issue.create_comment(f"No drift any more: {run_link(environ)}")
        issue.edit(state="closed", state_reason="completed")
    return f"closed {', '.join(f'#{issue.number}' for issue in issues)}" if issues else "no issue was open"


def _create_label(here: Repository) -> None:
    from github import UnknownObjectException

    try:
        here.get_label(LABEL)
    except UnknownObjectException:
        here.create_label(LABEL, color="d93f0b", description="AWS differs from the code that was applied")

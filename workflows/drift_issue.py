"""One issue per environment about its drift, opened, updated and closed by itself. In: how the plan ended, its report.

A plan that broke says nothing about drift, so it changes no issue: the run itself is red then.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal import say
from errors import CounterPromoError
from workflows import texts
from workflows.github_api import marker, repository, run_link

if TYPE_CHECKING:
    from github.Issue import Issue
    from github.Repository import Repository

DONE = 0
PURPOSE = LABEL = "drift"


def keep(environment: str, *, exit_code: int, body: Path, environ: Mapping[str, str]) -> int:
    """Open, update or close. Raises CounterPromoError for a plan that did not come about."""
    texts.check(exit_code)
    if exit_code == texts.BROKEN:
        raise CounterPromoError(f"{environment}: nothing is known of its drift", cure="look at the plan's own log")
    said = texts.text(PURPOSE, environment, exit_code=exit_code, body=body, environ=environ)
    with repository(environ) as here:
        open_ = _open(here, environment)
        if exit_code == texts.NONE:
            done = _close(open_, environ=environ)
        elif open_:
            open_[0].edit(body=said)
            done = f"#{open_[0].number} is up to date"
        else:
            _label(here)
            done = f"opened #{here.create_issue(f'{environment} has drifted', body=said, labels=[LABEL]).number}"
    say(f"{environment}: {texts.HEADLINES[exit_code]}; {done}")
    return DONE


def _open(here: Repository, environment: str) -> list[Issue]:
    """Ours and open, the oldest first. Only a bot's is taken for ours."""
    begins = marker(PURPOSE, environment)
    found = here.get_issues(state="open", labels=[LABEL], sort="created", direction="asc")
    return [one for one in found if one.user.type == "Bot" and (one.body or "").startswith(begins)]


def _close(issues: list[Issue], *, environ: Mapping[str, str]) -> str:
    for issue in issues:
        issue.create_comment(f"No drift any more: {run_link(environ)}")
        issue.edit(state="closed", state_reason="completed")
    return f"closed {', '.join(f'#{issue.number}' for issue in issues)}" if issues else "no issue was open"


def _label(here: Repository) -> None:
    from github import UnknownObjectException

    try:
        here.get_label(LABEL)
    except UnknownObjectException:
        here.create_label(LABEL, color="d93f0b", description="What is live is not what was applied")

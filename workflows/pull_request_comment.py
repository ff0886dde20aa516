"""One comment per environment under a pull request, kept up to date. In: how the plan ended, its report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cli.terminal import say
from workflows import texts
from workflows.github_api import marker, repository

DONE = 0
PURPOSE = "plan"


def keep(environment: str, pull_request: int, *, exit_code: int, body: Path, environ: Mapping[str, str]) -> int:
    """Write the comment, or write it anew where it stands. Only a bot's is taken for ours."""
    texts.check(exit_code)
    said = texts.text(PURPOSE, environment, exit_code=exit_code, body=body, environ=environ)
    begins = marker(PURPOSE, environment)
    with repository(environ) as here:
        # A pull request is an issue here: https://docs.github.com/en/rest/issues/comments
        issue = here.get_issue(pull_request)
        ours = next((one for one in issue.get_comments() if _is_ours(one.body, one.user.type, begins)), None)
        if ours is None:
            issue.create_comment(said)
        elif ours.body != said:
            ours.edit(said)
    say(f"{environment}: {'commented' if ours is None else 'comment brought up to date'} on #{pull_request}")
    return DONE


def _is_ours(body: str | None, author: str, begins: str) -> bool:
    return author == "Bot" and (body or "").startswith(begins)

"""One comment per environment under a pull request, with the exit code and the report of its plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from workflows import texts
from workflows.github_api import marker, repository

PURPOSE = "plan"


def keep(environment: str, pull_request: int, *, exit_code: int, body: Path, environ: Mapping[str, str]) -> str:
    """Creates or updates the comment; returns `created`, `updated` or `unchanged`. A person's comment is never edited.

    A pull request is an issue in this API: https://docs.github.com/en/rest/issues/comments
    """
    ended = texts.plan_exit_code(exit_code)
    text = texts.text(PURPOSE, environment, ended=ended, body=body, environ=environ)
    first_line = marker(PURPOSE, environment)
    with repository(environ) as here:
        issue = here.get_issue(pull_request)
        for comment in issue.get_comments():
            if comment.user.type == "Bot" and (comment.body or "").startswith(first_line):
                if comment.body == text:
                    return "unchanged"
                comment.edit(text)
                return "updated"
        issue.create_comment(text)
    return "created"

"""Connects a job to its repository on GitHub, with the job's own token. Only this file loads PyGithub at run time.

https://docs.github.com/en/rest
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from errors import CounterPromoError

if TYPE_CHECKING:
    from github.Repository import Repository

NEEDED = ("GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_API_URL")
LIMIT = 65_536  # characters of a comment or an issue


@contextmanager
def repository(environ: Mapping[str, str]) -> Iterator[Repository]:
    """Yields the repository of the job. Raises CounterPromoError if a variable is missing or GitHub refuses a call."""
    from github import Auth, Github, GithubException
    from requests import RequestException

    if missing := [name for name in NEEDED if not environ.get(name)]:
        raise CounterPromoError(
            f"{', '.join(missing)} not set: this command runs in a job of GitHub Actions",
            cure="in a workflow: env: GITHUB_TOKEN: ${{ github.token }}",
        )
    github = Github(
        auth=Auth.Token(environ["GITHUB_TOKEN"]),
        base_url=environ["GITHUB_API_URL"],
        lazy=True,
        seconds_between_requests=None,  # a job makes a handful
        seconds_between_writes=None,
    )
    try:
        yield github.get_repo(environ["GITHUB_REPOSITORY"])
    except GithubException as failed:
        message = failed.data.get("message", "") if isinstance(failed.data, dict) else ""
        raise CounterPromoError(
            f"GitHub answered {failed.status} {message or 'without a message'}",
            cure="compare the job's permissions with docs/pipelines.md",
        ) from failed
    except RequestException as failed:
        raise CounterPromoError(
            f"GitHub does not answer at {environ['GITHUB_API_URL']}: {type(failed).__name__}", cure="run the job again"
        ) from failed
    finally:
        github.close()


def marker(purpose: str, environment: str) -> str:
    """Returns the invisible first line by which a comment or an issue of the workflows is found again."""
    return f"<!-- counterpromo {purpose} {environment} -->"


def run_link(environ: Mapping[str, str]) -> str:
    """Returns the commit and a link to the run, for the head of a text."""
    commit = environ.get("COMMIT") or environ.get("GITHUB_SHA", "")
    return f"{commit[:12] or 'no commit'} · [run]({run_url(environ)})"


def run_url(environ: Mapping[str, str]) -> str:
    """Returns the address of the run, whose summary has the whole report."""
    server, name = environ.get("GITHUB_SERVER_URL", "https://github.com"), environ.get("GITHUB_REPOSITORY", "")
    return f"{server}/{name}/actions/runs/{environ.get('GITHUB_RUN_ID', '')}"

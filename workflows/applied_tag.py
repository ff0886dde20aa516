"""The tag `applied/ENV`: the commit whose code an environment is as. Drift is measured from it, and a promotion is told
by it: `git log applied/prod..main` is what PROD does not have yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cli.terminal import say
from errors import CounterPromoError
from workflows.github_api import repository

DONE = 0


def move(environment: str, commit: str, *, environ: Mapping[str, str]) -> int:
    """Make the tag, or move it. https://docs.github.com/en/rest/git/refs"""
    from github import UnknownObjectException

    if not re.fullmatch(r"[0-9a-f]{40}", commit):
        raise CounterPromoError(f"{commit!r} is not a whole commit id", cure="give all 40 digits: git rev-parse HEAD")
    tag = f"tags/applied/{environment}"
    with repository(environ) as here:
        try:
            here.get_git_ref(tag).edit(commit, force=True)
        except UnknownObjectException:
            here.create_git_ref(f"refs/{tag}", commit)
    say(f"applied/{environment} is {commit}")
    return DONE

"""The tag `applied/ENV`: the commit last applied to an environment.

Drift is measured against it, and `git log applied/prod..main` lists what was not yet applied to PROD.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from errors import CounterPromoError
from workflows.github_api import repository


def move(environment: str, commit: str, *, environ: Mapping[str, str]) -> str:
    """Creates the tag or moves it, and returns its name. https://docs.github.com/en/rest/git/refs

    Raises CounterPromoError if `commit` is not a full commit id.
    """
    from github import UnknownObjectException

    if not re.fullmatch(r"[0-9a-f]{40}", commit):
        raise CounterPromoError(f"{commit!r} is not a full commit id", cure="give all 40 digits: git rev-parse HEAD")
    name = f"applied/{environment}"
    with repository(environ) as here:
        try:
            here.get_git_ref(f"tags/{name}").edit(commit, force=True)
        except UnknownObjectException:
            here.create_git_ref(f"refs/tags/{name}", commit)
    return name

"""The files an import wrote, as a pull request: one commit on a branch of its own, made through GitHub's API.

So no credential of git lies on a runner that holds an apply role. https://docs.github.com/en/rest/git/trees
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal import say
from errors import CounterPromoError
from operations.workspace import Workspace
from workflows.github_api import repository, run_link
from workflows.job_environment import settings

if TYPE_CHECKING:
    from github.InputGitTreeElement import InputGitTreeElement

DONE = 0


def make(environment: str, *, base: str, files: Path, workspace: Workspace, environ: Mapping[str, str]) -> int:
    """`files` lists paths from the root of the checkout, a line each; one that is gone is taken out."""
    paths = [line for line in files.read_text(encoding="utf-8").splitlines() if line]
    if not paths:
        raise CounterPromoError(f"{files} lists nothing to propose", cure=f"counterpromo import {environment}")
    title = f"Import {environment}: what was found"
    branch = f"import-{environment}-{environ.get('GITHUB_RUN_ID', base[:12])}"
    into = settings(workspace=workspace).branch
    elements = [_element(path, root=workspace.root) for path in paths]
    with repository(environ) as here:
        parent = here.get_git_commit(base)
        tree = here.create_git_tree(elements, base_tree=parent.tree)
        commit = here.create_git_commit(title, tree, [parent])
        here.create_git_ref(f"refs/heads/{branch}", commit.sha)
        body = (
            f"What `counterpromo import {environment}` found, as settings, pins and gaps. Nothing was taken into the "
            f"remote state yet: review and merge this, then run the workflow `import` again.\n\n{run_link(environ)}\n"
        )
        pull = here.create_pull(into, branch, title=title, body=body)
    say(f"{environment}: proposed {', '.join(paths)} as #{pull.number}")
    return DONE


def _element(path: str, *, root: Path) -> InputGitTreeElement:
    """The file as it is; without a content and with no sha, the API removes it."""
    from github import InputGitTreeElement

    file = root / path
    if not file.is_file():
        return InputGitTreeElement(path, "100644", "blob", sha=None)
    return InputGitTreeElement(path, "100644", "blob", content=file.read_text(encoding="utf-8"))

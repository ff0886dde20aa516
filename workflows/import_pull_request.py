"""Proposes the files that an import wrote as a pull request: one commit on a new branch, made through GitHub's API.

So a runner that holds an apply role needs no git credentials. https://docs.github.com/en/rest/git/trees
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from errors import CounterPromoError
from operations.workspace import Workspace
from workflows.github_api import repository, run_link
from workflows.job_environment import pipeline_settings

if TYPE_CHECKING:
    from github.InputGitTreeElement import InputGitTreeElement


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A pull request and the files in it, as paths from the root of the checkout."""

    number: int
    paths: tuple[str, ...]


def propose(environment: str, *, base: str, files: Path, workspace: Workspace, environ: Mapping[str, str]) -> Proposal:
    """Makes the pull request. `files` lists paths from the root of the checkout, one a line; `base` is a commit.

    A path without a file is removed. Raises CounterPromoError if `files` lists no path.
    """
    paths = [line for line in files.read_text(encoding="utf-8").splitlines() if line]
    if not paths:
        raise CounterPromoError(f"{files} lists no file to propose", cure=f"counterpromo import {environment}")
    title = f"Import {environment}: settings, pins and gaps"
    branch = f"import-{environment}-{environ.get('GITHUB_RUN_ID', base[:12])}"
    into = pipeline_settings(workspace=workspace).branch
    elements = [_element(path, root=workspace.root) for path in paths]
    with repository(environ) as here:
        parent = here.get_git_commit(base)
        tree = here.create_git_tree(elements, base_tree=parent.tree)
        commit = here.create_git_commit(title, tree, [parent])
        here.create_git_ref(f"refs/heads/{branch}", commit.sha)
        body = (
            f"The settings, pins and gaps that `counterpromo import {environment}` found. The remote state is "
            f"unchanged: review and merge this, then run the workflow `import` again.\n\n{run_link(environ)}\n"
        )
        pull = here.create_pull(into, branch, title=title, body=body)
    return Proposal(number=pull.number, paths=tuple(paths))


def _element(path: str, *, root: Path) -> InputGitTreeElement:
    """Returns the file as it is. An element without content and with `sha` None removes the file."""
    from github import InputGitTreeElement

    file = root / path
    if not file.is_file():
        return InputGitTreeElement(path, "100644", "blob", sha=None)
    return InputGitTreeElement(path, "100644", "blob", content=file.read_text(encoding="utf-8"))

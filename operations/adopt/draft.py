"""A draft of an environment's files: the import tries its findings out there, and only what was proven is kept.

In: a workspace. Out: a workspace of the same shape in a folder that is gone afterwards, and its changes as diffs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from typing import Any

from envs.load import ACCOUNT, environments
from imports.files import ids_file, pins_file, strays_file
from operations.workspace import Workspace
from settings.edit_toml import difference, edited


@contextmanager
def drafted(workspace: Workspace, environment: str) -> Iterator[Workspace]:
    """Yields a copy of the settings of one stack, with an out folder of its own, and nothing laid over.

    The account's stack has roles for every environment, so its draft has the settings of all of them.
    """
    with tempfile.TemporaryDirectory(prefix="counterpromo-draft-") as folder:
        draft = Workspace(root=workspace.root, envs=Path(folder) / "envs", out=Path(folder) / "out")
        draft.envs.mkdir()
        names = (ACCOUNT, *environments(workspace.envs)) if environment == ACCOUNT else (ACCOUNT, environment)
        for name in names:
            copy(workspace.envs / f"{name}.toml", draft.envs)
        yield draft


def take(workspace: Workspace, draft: Workspace, environment: str) -> None:
    """Takes the files of the checkout into the draft, so that it has no changes."""
    for path in _files(environment, workspace.envs):
        if path.is_file():
            copy(path, draft.envs)


def edit(draft: Workspace, environment: str, changes: Mapping[str, Any]) -> None:
    """Writes settings into the draft."""
    path = draft.envs / f"{environment}.toml"
    path.write_text(edited(path.read_text(encoding="utf-8"), changes), encoding="utf-8")


def changes(draft: Workspace, workspace: Workspace, environment: str) -> dict[str, str]:
    """Returns the change of each file that differs in the draft, by name, as `git diff` would show it."""
    names = [path.name for path in _files(environment, draft.envs)]
    shown = {name: difference(_text(workspace.envs / name), _text(draft.envs / name), name) for name in names}
    return {name: diff for name, diff in shown.items() if diff}


def keep(draft: Workspace, workspace: Workspace, environment: str) -> list[Path]:
    """Takes the draft over; each file is whole or untouched, and one that says nothing any more goes."""
    changed = [workspace.envs / name for name in changes(draft, workspace, environment)]
    for path in changed:
        if (draft.envs / path.name).is_file():
            beside = path.with_name(f"{path.name}.new")
            try:
                copy(draft.envs / path.name, beside)
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)  # half of it, where the disk is full
        else:
            path.unlink()
    return changed


def _files(environment: str, folder: Path) -> list[Path]:
    """Returns the files of the environment: the settings first, then those of the import."""
    kept = (
        ids_file.path_of,
        ids_file.removed_file,
        pins_file.pins_file,
        pins_file.gaps_file,
        strays_file.path_of,
    )
    return [folder / f"{environment}.toml", *(place(environment, folder) for place in kept)]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""

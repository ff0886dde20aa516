"""`new-env`: writes the settings file of a further environment, copied from an existing one.

In: names. Out: `envs/NAME.toml`, written only if all settings files are valid together. No AWS account is read.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

from envs.load import ACCOUNT, load, load_account
from envs.load_all import load_all
from envs.new_environment import NAME, copied
from envs.open_decisions import Reminder, reminders
from errors import CounterPromoError, Refused
from imports.files import ids_file, pins_file
from modules.settings import Settings
from operations.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class NewEnvironmentRequest:
    """`source` is the environment that is copied; without a `host` it is NAME.DOMAIN of the source."""

    name: str
    source: str
    workspace: Workspace
    host: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewEnvironment:
    """The file that was written, its settings, and what a person still has to decide in it."""

    path: Path
    settings: Settings
    decisions: tuple[Reminder, ...]


def create(request: NewEnvironmentRequest) -> NewEnvironment:
    """Writes the file. Raises Refused if the name is not allowed or taken, CounterPromoError if the copy is invalid."""
    name, folder = request.name, request.workspace.envs
    environments = load_all(folder)
    source = load(request.source, folder)
    _check_name(name, project=load_account(folder).project, folder=folder)
    text = copied(
        (folder / f"{request.source}.toml").read_text(encoding="utf-8"),
        source,
        name=name,
        host=request.host,
        taken=[settings.network.cidr for settings in environments.values()],
    )
    _check_copy(name, text, source=request.source, folder=folder)
    path = folder / f"{name}.toml"
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    settings = load(name, folder)
    return NewEnvironment(path=path, settings=settings, decisions=tuple(reminders(settings)))


def _check_name(name: str, *, project: str, folder: Path) -> None:
    """Raises Refused. The name becomes part of names in AWS, and `NAMElocal` part of names that laptops use."""
    rules = [
        (not NAME.fullmatch(name), "must be 2 to 12 lower-case letters and digits, beginning with a letter"),
        (name == ACCOUNT, "is the name of the account's stack"),
        (name == project, "is the name of the project"),
        (name.endswith("local"), "ends with `local`, as the names of developers' queues and parameters do"),
    ]
    if broken := [rule for breaks, rule in rules if breaks]:
        raise Refused(f"the name {name!r} is not allowed: it {'; it '.join(broken)}", cure="counterpromo new-env qa")
    paths = [folder / f"{name}.toml", ids_file.path_of(name, folder), pins_file.pins_file(name, folder)]
    paths += [pins_file.gaps_file(name, folder), ids_file.removed_file(name, folder)]
    if existing := [str(path) for path in paths if path.exists()]:
        raise Refused(f"{', '.join(existing)} exists already", cure=f"use another name than {name}")


def _check_copy(name: str, text: str, *, source: str, folder: Path) -> None:
    """Raises CounterPromoError if the copy is invalid beside the other files, as when both use one name in AWS."""
    with tempfile.TemporaryDirectory(prefix="counterpromo-") as draft:
        for settings in folder.glob("*.toml"):
            copy(settings, draft)
        Path(draft, f"{name}.toml").write_text(text, encoding="utf-8")
        try:
            load_all(Path(draft))
        except CounterPromoError as fault:
            reason = fault.message.replace(f"{draft}/", "")
            raise CounterPromoError(
                f"{source}.toml cannot be copied as it is:\n{reason}",
                cure=f"counterpromo new-env {name} --from another environment, or copy {source}.toml by hand",
            ) from fault

"""`new-env`: a settings file for one more environment, made of another's and proven to stand beside all that are there.

In: names. Out: `envs/NAME.toml`, written only when it is sound; no account is asked or touched.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from shutil import copy

from cli.terminal import say
from envs.load import ACCOUNT, load, load_account
from envs.load_all import load_all
from envs.new_environment import NAME, copied
from envs.open_decisions import reminders
from errors import CounterPromoError, Refused
from imports import ids_file, pins_file
from operations.workspace import Workspace


def write(name: str, *, source: str, host: str | None, workspace: Workspace) -> int:
    """Writes the file. Raises Refused where the name is none or taken, CounterPromoError where no copy stands."""
    environments = load_all(workspace.envs)
    of = load(source, workspace.envs)
    project = load_account(workspace.envs).project
    _check(name, project=project, folder=workspace.envs)
    text = copied(
        (workspace.envs / f"{source}.toml").read_text(encoding="utf-8"),
        of,
        name=name,
        host=host,
        taken=[each.network.cidr for each in environments.values()],
    )
    _prove(name, text, source=source, folder=workspace.envs)
    path = workspace.envs / f"{name}.toml"
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    made = load(name, workspace.envs)
    say(f"{path}: written, of {source}", style="bold green")
    say(f"  network {made.network.cidr}, host {made.dns.host} in a zone of its own")
    for reminder in reminders(made):
        say(f"  still open: {reminder.open}\n    try: {reminder.cure}")
    say(f"review and commit it, then: counterpromo plan {name}")
    return 0


def _check(name: str, *, project: str, folder: Path) -> None:
    """A name becomes part of names in AWS, and `NAMElocal` of those that laptops use."""
    rules = [
        (not NAME.fullmatch(name), "must be 2 to 12 lower-case letters and digits, beginning with a letter"),
        (name == ACCOUNT, "is what the account's own stack is called"),
        (name == project, "is the project's name"),
        (name.endswith("local"), "ends as the names of developers' own queues and parameters do"),
    ]
    if broken := [rule for breaks, rule in rules if breaks]:
        raise Refused(f"an environment {name!r} cannot be: it {'; it '.join(broken)}", cure="counterpromo new-env qa")
    places = [folder / f"{name}.toml", ids_file.path_of(name, folder), pins_file.pins_file(name, folder)]
    places += [pins_file.gaps_file(name, folder), ids_file.removed_file(name, folder)]
    if there := [str(path) for path in places if path.exists()]:
        raise Refused(f"{', '.join(there)} is there already", cure=f"take another name than {name}")


def _prove(name: str, text: str, *, source: str, folder: Path) -> None:
    """Among copies of the other files: a name that does not change with the environment's would be given twice."""
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

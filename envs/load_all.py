"""Loads the settings of all environments, and checks that no two environments use the same name in AWS."""

from collections.abc import Mapping
from pathlib import Path

from envs.conflicts import between
from envs.load import SettingsError, environments, load, named
from errors import CounterPromoError
from imports.files import ids_file
from modules.settings import Settings
from settings.fault import Fault


def load_all(folder: Path) -> dict[str, Settings]:
    """Returns the settings of every environment by name. Raises one error with all faults of and between files."""
    sound, broken = dict[str, Settings](), list[CounterPromoError]()
    for name in environments(folder):
        try:
            sound[name] = load(name, folder)
        except CounterPromoError as error:
            broken.append(error)
    broken += [SettingsError(named(folder / f"{name}.toml"), found) for name, found in _clashes(sound, folder).items()]
    if len(broken) > 1:
        raise CounterPromoError(
            "\n".join(error.message for error in broken), cure="; ".join(error.cure for error in broken)
        )
    if broken:
        raise broken[0]
    return sound


def load_beside_others(environment: str, folder: Path) -> Settings:
    """Returns the settings of one environment. Raises as `load` does, and if it uses a name of another environment."""
    settings = load(environment, folder)
    others = {name: load(name, folder) for name in environments(folder)}
    if faults := _clashes(others, folder).get(environment):
        raise SettingsError(named(folder / f"{environment}.toml"), faults)
    return settings


def _clashes(found: Mapping[str, Settings], folder: Path) -> dict[str, list[Fault]]:
    """Returns the faults between files by environment. An adopted environment keeps a name, the other has the fault."""
    faults: dict[str, list[Fault]] = {}
    adopted = {name for name in found if ids_file.path_of(name, folder).is_file()}
    for name, fault in between(found, adopted=adopted):
        faults.setdefault(name, []).append(fault)
    return faults

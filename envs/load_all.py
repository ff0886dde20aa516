"""All environments' files at once: each sound by itself, and none taking something from another."""

from collections.abc import Mapping
from pathlib import Path

from envs.conflicts import between
from envs.load import SettingsError, environments, load, named
from errors import CounterPromoError
from imports import ids_file
from modules.settings import Settings
from settings.fault import Fault


def load_all(folder: Path) -> dict[str, Settings]:
    """Settings of every environment, by name. Raises one error with the faults of all files and between them."""
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
    """Settings of one environment, which takes nothing from another. Raises as `load` does, or for what it takes."""
    settings = load(environment, folder)
    others = {name: load(name, folder) for name in environments(folder)}
    if faults := _clashes(others, folder).get(environment):
        raise SettingsError(named(folder / f"{environment}.toml"), faults)
    return settings


def _clashes(found: Mapping[str, Settings], folder: Path) -> dict[str, list[Fault]]:
    """Faults between files, by the environment that must give way; what was adopted has its ids beside its settings."""
    faults: dict[str, list[Fault]] = {}
    adopted = {name for name in found if ids_file.path_of(name, folder).is_file()}
    for name, fault in between(found, adopted=adopted):
        faults.setdefault(name, []).append(fault)
    return faults

"""The checkout of the project that a folder lies in.

A command works with the code and the settings of one checkout: its own. Another one is refused, never mixed in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from errors import CounterPromoError, Refused

MARKS = ("cdktf.json", "main.py", "cli/app.py", "envs")


def checkout_of(folder: Path) -> Path | None:
    """Returns the nearest folder upwards that is a checkout of this project; None outside of any."""
    resolved = Path(os.path.realpath(folder))
    return next((each for each in (resolved, *resolved.parents) if _is_checkout(each)), None)


def current_folder() -> Path:
    """Returns the current folder. Raises CounterPromoError if it was removed or moved while the shell stood in it."""
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise CounterPromoError(
            "the current folder does not exist any more", cure="cd to a folder that exists, then run again"
        ) from error


def refuse_other_checkout(own: Path, *, places: Iterable[tuple[str, Path]]) -> None:
    """Raises Refused if one of the places, each with a name a person knows, lies in another checkout than `own`."""
    for name, folder in places:
        other = checkout_of(folder)
        if other is not None and other != Path(os.path.realpath(own)):
            command = "counterpromo"
            raise Refused(
                f"this counterpromo is that of the checkout {own}, but {name} is in the checkout {other}",
                cure=f"{other / '.venv/bin' / command} (make install there, if it is missing), or: cd {own}",
            )


def _is_checkout(folder: Path) -> bool:
    try:
        return all((folder / mark).exists() for mark in MARKS)
    except OSError:  # a folder that this user may not look into
        return False

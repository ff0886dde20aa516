"""Tells a file from a missing one, and from anything else of its name; reads JSON, and writes a file in one step."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from errors import CounterPromoError
from machine import merge_conflict


def is_there(path: Path) -> bool:
    """Returns True for a file, and False where nothing has this name.

    Raises CounterPromoError for a folder, a pipe, or a link that leads to no file: such a file is not simply missing.
    """
    if path.is_file():
        return True
    if not os.path.lexists(path):
        return False
    raise CounterPromoError(
        f"{path} must be a file, but is {_kind(path)}", cure=f"look at it (ls -l {path}), and put the file there"
    )


def read_json(path: Path) -> Any:
    """Returns the content of a JSON file in UTF-8, with or without a byte order mark.

    Raises ValueError for any other content, and CounterPromoError if git left its marks of a merge in it.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault
    except ValueError:
        merge_conflict.refuse(path)
        raise


def write(path: Path, text: str) -> None:
    """Writes a text in UTF-8. The file is whole or untouched."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _kind(path: Path) -> str:
    if path.is_symlink():
        try:
            path.resolve(strict=True)
        except FileNotFoundError:
            return f"a symbolic link to {os.readlink(path)}, which does not exist"
        except (OSError, RuntimeError):  # Python 3.11 and 3.12 raise RuntimeError for a loop
            return "a symbolic link that leads to itself"
    return "a folder" if path.is_dir() else "a device, socket or pipe"

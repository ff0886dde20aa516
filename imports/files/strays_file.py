"""The file `envs/ENV.strays.json`: live resources beside those of the code that a person knows of and leaves alone.

`{"strays": [{"type": "aws_route53_record", "id": "Z1_example.com_MX"}]}`. An import writes it. It is committed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from errors import CounterPromoError
from machine import regular_file

Keys = frozenset[tuple[str, str]]


def path_of(environment: str, folder: Path) -> Path:
    """Returns the path of the file of an environment."""
    return folder / f"{environment}.strays.json"


def read(environment: str, folder: Path) -> Keys:
    """Returns (type, import id) of each; none without a file. Raises CounterPromoError if the file is unreadable."""
    path = path_of(environment, folder)
    if not regular_file.is_there(path):
        return frozenset()
    try:
        listed = regular_file.read_json(path)["strays"]
        return frozenset((str(each["type"]), str(each["id"])) for each in listed)
    except (ValueError, KeyError, TypeError) as fault:
        raise CounterPromoError(
            f"{path} is not a file of strays: {fault}", cure=f"counterpromo strays {environment} --keep"
        ) from fault


def write(keys: Iterable[tuple[str, str]], environment: str, folder: Path) -> Path:
    """Writes the strays, sorted, and returns the path."""
    listed = [{"type": type_, "id": id_} for type_, id_ in sorted(keys)]
    path = path_of(environment, folder)
    regular_file.write(path, json.dumps({"strays": listed}, indent=2) + "\n")
    return path

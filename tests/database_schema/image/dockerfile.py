"""The Dockerfile of the schema task as tests read it: its instructions, and the files that it copies."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import PROJECT

DOCKERFILE = PROJECT / "database_schema" / "Dockerfile"
BASE = "python:3.13-slim-trixie"


def instructions(name: str) -> list[str]:
    """Returns the arguments of each instruction of one name, in their order, without line breaks.

    https://docs.docker.com/reference/dockerfile/#format
    """
    lines = [line for line in DOCKERFILE.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [line.partition(" ")[2].strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def copies() -> Iterator[tuple[str, str]]:
    """Yields the source and the destination of each COPY."""
    for arguments in instructions("COPY"):
        source, destination = arguments.split()
        yield source, destination


def copy_files(folder: Path) -> None:
    """Copies what the image gets from the checkout into a folder, which stands for the image's working directory."""
    for source, destination in copies():
        found = PROJECT / source
        if found.is_dir():
            shutil.copytree(found, folder / destination, ignore=shutil.ignore_patterns("__pycache__", "Dockerfile*"))
        else:
            shutil.copy(found, folder / destination)

"""The workflows and composite actions as tests read them. YAML 1.2, in which `on` is a word and not a truth value."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.conftest import PROJECT

GITHUB = PROJECT / ".github"
Document = dict[str, Any]


def read(path: Path) -> Document:
    document: Document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return document


def workflows(folder: Path = GITHUB / "workflows") -> dict[str, Document]:
    return {path.name: read(path) for path in sorted(folder.glob("*.yml"))}


def actions(folder: Path = GITHUB / "actions") -> dict[str, Document]:
    return {path.parent.name: read(path) for path in sorted(folder.glob("*/action.yml"))}


def jobs(documents: dict[str, Document]) -> Iterator[tuple[str, str, Document]]:
    for name, document in documents.items():
        for job, body in document["jobs"].items():
            yield name, job, body


def steps() -> Iterator[tuple[str, Document]]:
    """Every step there is, of jobs and of actions, with where it stands."""
    for name, job, body in jobs(workflows()):
        yield from ((f"{name} {job}", step) for step in body.get("steps", ()))
    for name, document in actions().items():
        yield from ((f"action {name}", step) for step in document["runs"]["steps"])

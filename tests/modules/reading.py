"""The folders of `modules/`, read without importing a construct: bindings in use, and every setting by its type."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from settings.walk import annotations_of, unwrap
from tests.conftest import PROJECT

MODULES = PROJECT / "modules"


def folders() -> list[Path]:
    """Returns the folders of `modules/` that hold a construct or a discovery."""
    return sorted({path.parent for path in MODULES.glob("*/*.py") if path.name in ("construct.py", "discovery.py")})


def declared_types() -> dict[str, Path]:
    """Returns each Terraform type that some construct can declare, with the file of the construct."""
    return {f"aws_{name}": path for path in sorted(MODULES.glob("*/construct.py")) for name in _bindings(path)}


def _bindings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "modules.bindings":
            yield from (alias.name for alias in node.names if not alias.name.startswith(("data_", "provider")))


def fields(model: type[BaseModel], key: str = "") -> Iterator[tuple[str, str, type[BaseModel], tuple[Any, ...]]]:
    """Yields every setting of a model as (key in the file with * for a name of a table, name, model, marks)."""
    for name, annotation in annotations_of(model).items():
        place = f"{key}.{name}" if key else name
        for entry, marks, inner in _entries(annotation, place):
            yield entry, name, model, marks
            if inner:
                yield from fields(inner, entry)


def _entries(annotation: Any, key: str) -> Iterator[tuple[str, tuple[Any, ...], type[BaseModel] | None]]:
    bare, marks = unwrap(annotation)
    plain = True
    for type_ in bare:
        origin = get_origin(type_)
        if origin is dict:
            yield from _entries(get_args(type_)[1], f"{key}.*")
            plain = False
        elif origin is list:
            yield from _entries(get_args(type_)[0], key)
            plain = False
        elif isinstance(type_, type) and issubclass(type_, BaseModel):
            yield key, marks, type_
            plain = False
    if plain:
        yield key, marks, None

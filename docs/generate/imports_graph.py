"""The imports between the rooms of this repository, read from the syntax trees: which room imports which."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "cli", "main", "workflows", "report", "operations", "stacks", "permissions", "envs", "modules", "imports",
    "terraform", "guard", "audit", "reach", "cost", "database_schema", "aws", "machine", "settings", "errors",
    "sandbox",
)  # fmt: skip


@cache
def sources(room: str) -> tuple[Path, ...]:
    """Returns the source files of a room: of a folder, or of a single file."""
    file = PROJECT / f"{room}.py"
    return (file,) if file.is_file() else tuple(sorted((PROJECT / room).rglob("*.py")))


@cache
def imported(path: Path) -> frozenset[str]:
    """Returns the modules of this repository that a file imports, imports within functions included."""
    return frozenset(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (name for name in names if name.split(".")[0] in ROOMS and file_of(name))


def file_of(module: str) -> Path | None:
    """Returns the file of a module; None where there is none."""
    path = PROJECT.joinpath(*module.split("."))
    return next((each for each in (path.with_suffix(".py"), path / "__init__.py") if each.is_file()), None)


def arrows() -> Mapping[str, frozenset[str]]:
    """Returns for each room the other rooms that it imports."""
    return {room: frozenset(_rooms_imported(room)) - {room} for room in ROOMS}


def _rooms_imported(room: str) -> Iterator[str]:
    for path in sources(room):
        yield from (name.split(".")[0] for name in imported(path))


def direct(graph: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yields the arrows that no longer way through other rooms implies (the transitive reduction)."""
    for room, targets in graph.items():
        implied = {below for target in targets for below in _below(target, graph, without=room) - {target}}
        yield from ((room, target) for target in ROOMS if target in targets and target not in implied)


def _below(room: str, graph: Mapping[str, frozenset[str]], *, without: str) -> frozenset[str]:
    found: set[str] = set()
    todo = [room]
    while todo:
        for target in graph[todo.pop()] - found - {without}:
            found.add(target)
            todo.append(target)
    return frozenset(found)


def reached_from(module: str) -> frozenset[str]:
    """Returns the modules that a module imports, directly or through others."""
    found: set[str] = set()
    todo = [module]
    while todo:
        path = file_of(todo.pop())
        for name in (imported(path) if path else frozenset()) - found:
            found.add(name)
            todo.append(name)
    return frozenset(found)

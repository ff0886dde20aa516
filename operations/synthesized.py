"""Records what a stack was synthesized from, and tells if its JSON is still that of today's code and settings.

A synth takes Node and a second or two. The same files give the same JSON, byte for byte (see `main`), so a stack is not
synthesized again while its inputs and its JSON are unchanged. An input that does not matter costs a synth, never a
wrong plan: every source file of the folders that `main` loads counts, every settings file, and every installed package.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

from operations.workspace import Workspace
from terraform.stack import STACK_FILE

NOTE = ".counterpromo.synthesized"
CODE = (
    "aws",
    "envs",
    "guard",
    "imports",
    "machine",
    "modules",
    "permissions",
    "reach",
    "settings",
    "stacks",
    "terraform",
)
SOURCES = frozenset({".js", ".json", ".py", ".sh", ".toml"})
VARIABLES = ("CDKTF_", "COUNTERPROMO_CDK", "COUNTERPROMO_CHECKED_BINDINGS", "COUNTERPROMO_STOCK_BINDINGS")


def digest_of_inputs(workspace: Workspace, *, environ: Mapping[str, str] = os.environ) -> str:
    """Returns the SHA-256 of all that the JSON of any stack is made from; reads some 500 small files."""
    digest = hashlib.sha256()
    for part in _inputs(workspace, environ):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def is_current(stack_dir: Path, inputs: str) -> bool:
    """Returns True if the folder's JSON was synthesized from these `inputs` and was not changed since."""
    note = stack_dir / NOTE
    return note.is_file() and note.read_bytes() == _note(stack_dir, inputs)


def remember(stack_dir: Path, inputs: str) -> None:
    """Records that the folder's JSON was synthesized from these `inputs`, whose digest was taken before the synth."""
    (stack_dir / NOTE).write_bytes(_note(stack_dir, inputs))


def _note(stack_dir: Path, inputs: str) -> bytes:
    stack = stack_dir / STACK_FILE
    written = hashlib.sha256(stack.read_bytes()).hexdigest() if stack.is_file() else ""
    return f"{inputs} {written}\n".encode()


def _inputs(workspace: Workspace, environ: Mapping[str, str]) -> Iterator[bytes]:
    root = workspace.root
    for folder in (root, workspace.envs):
        yield from _files(sorted(folder.glob("*")))
    for name in CODE:
        yield from _files(sorted((root / name).rglob("*")))
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    yield "\n".join([sys.version, *sorted(package.name for package in packages)]).encode()
    variables = {name: value for name, value in environ.items() if name.startswith(VARIABLES)}
    yield repr(sorted(variables.items())).encode()


def _files(paths: list[Path]) -> Iterator[bytes]:
    for path in paths:
        if path.suffix in SOURCES and path.is_file():
            yield os.fsencode(path)
            yield path.read_bytes()

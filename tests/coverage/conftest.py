"""The provider's schema, read once a session."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest

from terraform.stack import STACK_FILE
from tests.coverage.arguments import Block, adopted_types, read_schema


@pytest.fixture(scope="session")
def provider_types(stacks: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Block]:
    """The block of each type of the provider."""
    folder = copytree(stacks / "dev", tmp_path_factory.mktemp("schema") / "dev", symlinks=True)
    document = json.loads((folder / STACK_FILE).read_text(encoding="utf-8"))
    del document["terraform"]["backend"]
    (folder / STACK_FILE).write_text(json.dumps(document), encoding="utf-8")
    init = ["terraform", "init", "-input=false"]
    subprocess.run(init, cwd=folder, check=True, capture_output=True, timeout=120)
    return read_schema(folder)


@pytest.fixture(scope="session")
def schema(provider_types: Mapping[str, Block]) -> Mapping[str, Block]:
    """The block of each adopted type."""
    return {type_: provider_types[type_] for type_ in adopted_types()}

"""The provider's schema, read once a session."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest

from terraform.stack import STACK_FILE
from tests.coverage.arguments import Block, read_schema


@pytest.fixture(scope="session")
def schema(stacks: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Block]:
    """The block of each adopted type."""
    folder = copytree(stacks / "dev", tmp_path_factory.mktemp("schema") / "dev", symlinks=True)
    document = json.loads((folder / STACK_FILE).read_text(encoding="utf-8"))
    del document["terraform"]["backend"]
    (folder / STACK_FILE).write_text(json.dumps(document), encoding="utf-8")
    init = ["terraform", "init", "-input=false"]
    subprocess.run(init, cwd=folder, check=True, capture_output=True, timeout=120)
    return read_schema(folder)

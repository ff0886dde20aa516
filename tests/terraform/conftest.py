"""A stack of one built-in resource, which the real terraform plans without a provider."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A stack of one built-in resource: real terraform, no provider."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_stack(folder, greeting="hello")
    return folder


def write_stack(folder: Path, *, greeting: str | None, backend: str = "terraform.tfstate") -> None:
    document = {
        "terraform": {"backend": {"local": {"path": backend}}},
        "resource": {"terraform_data": {"greeting": {"input": greeting}}} if greeting else {},
    }
    (folder / "cdk.tf.json").write_text(json.dumps(document))

"""The installed command runs the code of its checkout, file by file."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT


@pytest.mark.parametrize("module", ["errors", "main", "cli", "machine", "stacks"])
def test_an_installed_module_is_the_checkouts_file(module: str, tmp_path: Path) -> None:
    script = f"import importlib.util; print(importlib.util.find_spec({module!r}).origin)"
    ran = subprocess.run([sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(ran.stdout.strip()).is_relative_to(PROJECT)
    assert "site-packages" not in ran.stdout

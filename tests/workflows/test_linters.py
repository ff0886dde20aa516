"""actionlint, zizmor and GitHub's own schemas find nothing in the workflows that is not explained."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.workflows.reading import GITHUB

BIN = Path(sys.executable).parent
WORKFLOWS, ACTIONS = sorted((GITHUB / "workflows").glob("*.yml")), sorted((GITHUB / "actions").glob("*/action.yml"))
LINTERS = {
    "actionlint": ["actionlint", "-no-color", "-shellcheck="],
    "zizmor": ["zizmor", "--offline", "--no-progress", "--quiet", "--persona", "auditor", ".github"],
    "workflow schema": ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS)],
    "action schema": ["check-jsonschema", "--builtin-schema", "vendor.github-actions", *map(str, ACTIONS)],
}


def lint(name: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    program, *arguments = LINTERS[name]
    return subprocess.run([BIN / program, *arguments], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", LINTERS)
def test_linter_finds_nothing(name: str) -> None:
    found = lint(name, PROJECT)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("actionlint", "needs.plan.outputs.hash", "needs.plan.outputs.hush", "hush"),
        ("zizmor", "persist-credentials: false", "persist-credentials: true", "artipacked"),
        ("zizmor", "permissions: {}", "permissions: write-all", "excessive-permissions"),
    ],
)
def test_linter_finds_a_planted_fault(name: str, old: str, new: str, finding: str, tmp_path: Path) -> None:
    shutil.copytree(GITHUB, tmp_path / ".github")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    path = tmp_path / ".github" / "workflows" / "deploy-dev.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = lint(name, tmp_path)
    assert found.returncode != 0
    assert finding in found.stdout + found.stderr


def test_linter_exception_has_a_reason() -> None:
    """An ignored finding has the reason in a comment above it."""
    for path in [*WORKFLOWS, *ACTIONS, GITHUB / "zizmor.yml"]:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if re.search(r"zizmor: ignore|^  [a-z-]+:$", line) and (path.name == "zizmor.yml" or "ignore" in line):
                assert lines[number - 1].lstrip().startswith("#"), f"{path}:{number + 1} has no reason"

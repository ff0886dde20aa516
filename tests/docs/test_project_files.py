"""Files of the repository itself: pre-commit, Dependabot, code owners, and the links of all pages."""

import re
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.conftest import PROJECT
from tests.docs.blocks import PAGES

LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)(?:#[^)]*)?\)")


def test_pre_commit_runs_the_linters_of_make_lint() -> None:
    config = YAML(typ="safe").load((PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook["entry"] for repo in config["repos"] for hook in repo["hooks"]]
    made = subprocess.run(
        ["make", "--dry-run", "--assume-old", "install", "lint"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert hooks == [line for line in made.stdout.splitlines() if line.startswith(".venv/bin/")]


def test_pre_commit_accepts_its_configuration() -> None:
    command = [str(PROJECT / ".venv" / "bin" / "pre-commit"), "validate-config", ".pre-commit-config.yaml"]
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_dependabot_accepts_its_configuration() -> None:
    command = [str(PROJECT / ".venv" / "bin" / "check-jsonschema"), "--builtin-schema", "vendor.dependabot"]
    ran = subprocess.run([*command, ".github/dependabot.yml"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_code_owners_name_paths_that_exist() -> None:
    for line in (PROJECT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "*")):
            pattern, *owners = line.split()
            assert owners, line
            assert all(owner.startswith("@") for owner in owners), line
            assert "*" in pattern or (PROJECT / pattern.strip("/")).exists(), line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_a_link_within_the_repository_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link

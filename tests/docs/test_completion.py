"""Shell completion, as docs/cli.md explains it: a real bash loads the script and asks for a completion."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT

ENVIRON = os.environ | {"PATH": f"{PROJECT / '.venv' / 'bin'}:{os.environ['PATH']}"}
# `_counterpromo_completion` is what bash calls when Tab is pressed; the words come from the line that was typed.
ASK = """
COMP_WORDS=({line}) COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_counterpromo_completion counterpromo
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def bash(script: str, **environ: str) -> str:
    ran = subprocess.run(
        ["bash", "-c", script], env=ENVIRON | environ, cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return ran.stdout


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("counterpromo pl", ["plan"]),
        ("counterpromo pipeline comm", ["comment"]),
        ("counterpromo plan --no", ["--no-lock"]),
    ],
)
def test_bash_completes_commands_and_options(line: str, completed: list[str]) -> None:
    loaded = bash("source <(counterpromo --show-completion bash)" + ASK.format(line=line))
    assert loaded.split() == completed


def test_the_completion_is_installed_for_the_shell_that_is_named(tmp_path: Path) -> None:
    """The documented `counterpromo --install-completion bash`, in a home folder of its own."""
    bash("counterpromo --install-completion bash", HOME=str(tmp_path))
    assert "completion" in (tmp_path / ".bashrc").read_text(encoding="utf-8")
    script = next((tmp_path / ".bash_completions").iterdir())
    assert bash(f"source {script}" + ASK.format(line="counterpromo strays")).split() == ["strays"]

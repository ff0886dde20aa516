"""CDK Terrain, the fork of CDKTF: the same JSON, but for the differences that docs/decisions/cdktf.md lists."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FORK = PROJECT / "cdk-terrain" / ".venv" / "bin" / "python"
PAGE = PROJECT / "docs" / "decisions" / "cdktf.md"
ROW = re.compile(r"^\| `(?P<path>[^`]+)` \| `(?P<cdktf>[^`]+)` \| `(?P<cdktn>[^`]+)` \|", re.MULTILINE)


def differences(left: Any, right: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        for name in sorted({*left, *right}):
            yield from differences(left.get(name), right.get(name), f"{path}.{name}" if path else name)
    elif left != right:
        yield path, left, right


def synth(python: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "main.py"], cwd=PROJECT, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )


@pytest.mark.soak
@pytest.mark.parametrize("checked", ["", "1"])
def test_the_fork_writes_the_same_json_but_for_the_listed_differences(
    stacks: Path, tmp_path: Path, checked: str
) -> None:
    assert FORK.is_file(), "no environment of CDK Terrain: make CDK=cdktn test-synth"
    out = tmp_path / "out"
    ended = synth(
        str(FORK), COUNTERPROMO_CDK="cdktn", COUNTERPROMO_CHECKED_BINDINGS=checked, CDKTF_OUTDIR=str(out),
        COUNTERPROMO_ENVS=str(stacks.parent.parent / "envs"),
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    listed = {tuple(row.values()) for row in (found.groupdict() for found in ROW.finditer(PAGE.read_text("utf-8")))}
    assert listed
    for name in ("account", "dev", "prod"):
        of_cdktf, of_fork = (
            json.loads((folder / name / "cdk.tf.json").read_text(encoding="utf-8"))
            for folder in (stacks, out / "stacks")
        )
        assert set(differences(of_cdktf, of_fork)) == listed, name


@pytest.mark.parametrize("chosen", ["cdktn", "pulumi"])
def test_a_cdk_that_is_not_there_is_refused(chosen: str, tmp_path: Path) -> None:
    """CDK Terrain has an environment of its own: the one of the tests cannot hold both."""
    ended = synth(sys.executable, COUNTERPROMO_CDK=chosen, CDKTF_OUTDIR=str(tmp_path))
    assert ended.returncode == 1
    assert f"COUNTERPROMO_CDK={chosen}" in ended.stderr.splitlines()[-1]

"""`counterpromo policy`: JSON on stdout and nothing else there, whatever it has to say besides."""

import json
from pathlib import Path

from envs.load import load
from permissions import policy
from tests.cli.conftest import PROJECT, Run
from tests.conftest import ENVS


def test_policy_covers_the_types_in_the_stack(counterpromo: Run, tmp_path: Path) -> None:
    """PROD's, as it has every type there is."""
    printed = counterpromo("policy", "apply", "--env", "prod")
    assert printed.returncode == 0, printed.stderr
    stack = json.loads((tmp_path / "out" / "stacks" / "prod" / "cdk.tf.json").read_text(encoding="utf-8"))
    assert json.loads(printed.stdout) == policy("apply", types=stack["resource"], settings=load("prod", ENVS))
    assert "too long for a role's inline policies" in printed.stderr


def test_policy_of_an_unknown_environment_lists_existing_ones(counterpromo: Run) -> None:
    wrong = counterpromo("policy", "apply", "--env", "stage")
    assert wrong.returncode == 1
    assert wrong.stdout == ""
    assert "no environment 'stage'" in wrong.stderr
    assert "dev" in wrong.stderr


def test_policy_with_several_environments_requires_one(counterpromo: Run, tmp_path: Path) -> None:
    for name in ("account", "dev"):
        text = (PROJECT / "envs" / f"{name}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "prod.toml").write_text(text, encoding="utf-8")
    unclear = counterpromo("--envs", str(tmp_path), "policy", "apply")
    assert unclear.returncode == 1
    assert "give an environment: there are dev, prod, and account" in unclear.stderr
    assert "add --env dev" in unclear.stderr

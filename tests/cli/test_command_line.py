"""The command in its own process: modules it loads, exit codes, and the line that a person reads on an error."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.cli.conftest import PROJECT, Run
from tests.cli.test_account import other_account

LOADED = """
import sys
sys.argv = ["counterpromo", {argument!r}]
from cli.app import main
try:
    main()
except SystemExit as ended:
    assert ended.code == 0, ended.code
print(sorted({{"jsii", "cdktf", "boto3", "botocore", "pydantic", "moto"}} & set(sys.modules)))
"""
WRITING = (
    ["bootstrap"],
    ["import", "dev"],
    ["import", "dev", "--apply"],
    ["apply", "dev"],
    ["move-state", "dev", "--to", "cloud"],
)


def one_line(run: "subprocess.CompletedProcess[str]") -> str:
    """Returns the error of an ending that has one line for it, perhaps one for its cure, and no traceback."""
    assert "Traceback" not in run.stderr + run.stdout
    (line,) = [line for line in run.stderr.splitlines() if line.startswith(("error: ", "refused: "))]
    return line


def test_help_loads_neither_boto3_nor_cdktf() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOADED.format(argument="--help")],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "bootstrap" in run.stdout
    assert run.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_writing_command_without_terminal_and_yes_is_refused(
    arguments: list[str], counterpromo: Run, sandbox: Sandbox, tmp_path: Path
) -> None:
    run = counterpromo(*arguments, env=sandbox.isolated_environment())
    assert run.returncode == 3
    assert "no terminal" in one_line(run)
    assert "try: add --yes" in run.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments", [*([*each, "--yes"] for each in WRITING), ["plan", "dev"]], ids=" ".join)
def test_command_with_credentials_of_another_account_writes_nothing(
    arguments: list[str], counterpromo: Run, sandbox: Sandbox, tmp_path: Path
) -> None:
    run = counterpromo(*arguments, env=sandbox.isolated_environment() | other_account(sandbox))
    assert run.returncode == 3
    assert "123456789012" in one_line(run)
    assert not (tmp_path / "out").exists()


def test_dead_endpoint_is_one_line(counterpromo: Run, sandbox: Sandbox) -> None:
    run = counterpromo("plan", "dev", env=sandbox.isolated_environment() | {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    assert run.returncode == 1
    assert "does not answer" in one_line(run)
    assert "http://127.0.0.1:9" in run.stderr


def test_missing_terraform_is_one_line(counterpromo: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "node").symlink_to(_which("node"))
    run = counterpromo("plan", "dev", env=sandbox.isolated_environment() | {"PATH": str(tmp_path / "bin")})
    assert run.returncode == 1
    assert "terraform is not on the PATH" in one_line(run)
    assert "try: install terraform" in run.stderr


def test_broken_node_is_one_line(counterpromo: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "node").write_text("#!/bin/sh\necho broken >&2; exit 1\n")
    (tmp_path / "bin" / "node").chmod(0o755)
    run = counterpromo("plan", "dev", env=sandbox.isolated_environment() | {"PATH": str(tmp_path / "bin")})
    assert run.returncode == 1
    assert "node does not run: broken" in one_line(run)
    assert "try: install Node" in run.stderr


def test_unreachable_registry_without_mirror_is_one_line(counterpromo: Run, sandbox: Sandbox) -> None:
    """The proxy of the discard port stands in for a network without the registry."""
    no_names = {"COUNTERPROMO_PROVIDER_MIRROR": "none", "HTTPS_PROXY": "http://127.0.0.1:9"}
    run = counterpromo("bootstrap", "--yes", env=sandbox.isolated_environment() | no_names)
    assert run.returncode == 1
    assert "registry.terraform.io cannot be reached" in one_line(run)
    assert "COUNTERPROMO_PROVIDER_MIRROR" in run.stderr


def test_missing_state_bucket_names_bootstrap_as_cure(counterpromo: Run, sandbox: Sandbox) -> None:
    run = counterpromo("plan", "dev", env=sandbox.isolated_environment())
    assert run.returncode == 1
    assert "state bucket" in one_line(run)
    assert "try: counterpromo bootstrap" in run.stderr


def test_demo_when_interrupted_leaves_no_files(tmp_path: Path) -> None:
    demo = subprocess.Popen(
        [sys.executable, "-m", "cli.app", "demo"],
        cwd=PROJECT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert demo.stderr is not None
    for line in demo.stderr:
        if line.startswith("making DEV by hand"):
            break
    demo.send_signal(signal.SIGINT)
    _, rest = demo.communicate(timeout=30)
    assert demo.returncode == 130
    assert "interrupted" in rest
    assert "Traceback" not in rest
    assert list(tmp_path.iterdir()) == []


def test_unknown_environment_lists_existing_ones(counterpromo: Run) -> None:
    run = counterpromo("plan", "staging")
    assert run.returncode == 1
    assert "staging" in one_line(run)
    assert "dev" in run.stderr


def test_broken_settings_file_lists_every_fault(counterpromo: Run, tmp_path: Path) -> None:
    text = (PROJECT / "envs" / "dev.toml").read_text()
    broken = text.replace("backup_days = 7", "backup_days = 70").replace("cpu = 512", "cpu = 300")
    (tmp_path / "dev.toml").write_text(broken)
    run = counterpromo("--envs", str(tmp_path), "plan", "dev")
    assert run.returncode == 1
    assert "2 faults" in one_line(run)
    assert "backup_days" in run.stderr
    assert "cpu" in run.stderr


def test_usage_error_ends_with_exit_code_1(counterpromo: Run) -> None:
    assert counterpromo("plan").returncode == 1


def test_output_with_no_color_is_plain_text(counterpromo: Run) -> None:
    run = counterpromo("doctor", env=os.environ | {"NO_COLOR": "1"})
    assert "\x1b" not in run.stdout + run.stderr


def _which(name: str) -> str:
    return subprocess.run(
        ["/bin/sh", "-c", f"command -v {name}"], capture_output=True, text=True, check=True
    ).stdout.strip()

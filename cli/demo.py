"""`demo`: emulates an AWS account with a hand-made DEV on this machine, and adopts DEV with the everyday commands.

All files are written to a temporary folder. The emulated account ends with this process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

from cli.show.matches import counts_by_area
from cli.terminal import say, step
from envs.load import load
from errors import CounterPromoError, ExitCode
from operations.workspace import PROJECT

if TYPE_CHECKING:
    from sandbox.server import Sandbox

ENVIRONMENT = "dev"
REPORT = "report.json"
STOP_SECONDS = 2


def show() -> int:
    """Runs the demo. Raises CounterPromoError if a command does not end with exit code 0."""
    from sandbox.server import Sandbox, SandboxError

    start = time.monotonic()
    aws = load(ENVIRONMENT, PROJECT / "envs").aws
    try:
        with tempfile.TemporaryDirectory(prefix="counterpromo-demo-") as folder:
            with step("starting an AWS account on this machine"):
                sandbox = Sandbox.start(account_id=aws.account_id, region=aws.region)
            with sandbox:
                _make_by_hand(sandbox)
                _adopt(Path(folder), environ=sandbox.isolated_environment())
            _print_adopted(Path(folder) / REPORT)
    except SandboxError as error:
        raise CounterPromoError(str(error)) from error
    say(f"\ndone in {time.monotonic() - start:.0f} s; nothing is left behind")
    return ExitCode.DONE


def _make_by_hand(sandbox: Sandbox) -> None:
    from sandbox.handmade import make_dev

    with step("making DEV by hand, as a person would in the AWS console"):
        make_dev(sandbox.environment())


def _adopt(folder: Path, *, environ: Mapping[str, str]) -> None:
    """Runs the commands as a person types them, each in its own process, on a copy of the settings."""
    (folder / "envs").mkdir()
    for settings in (PROJECT / "envs").glob("*.toml"):
        copy(settings, folder / "envs")
    own = {"COUNTERPROMO_ENVS": str(folder / "envs"), "CDKTF_OUTDIR": str(folder / "out")}
    for heading, arguments in (
        ("Create or adopt what exists once per account", ["bootstrap", "--yes"]),
        (
            "Find DEV, match it with the code, prove that importing changes nothing, import it",
            ["import", ENVIRONMENT, "--yes", "--apply", "--report", str(folder / REPORT)],
        ),
        ("The next plan", ["plan", ENVIRONMENT]),
    ):
        command = f"counterpromo {' '.join(arguments)}"
        say(f"\n{heading}\n$ {command}", style="bold")
        if code := _run(arguments, environ={**environ, **own}):
            raise CounterPromoError(f"{command} ended with exit code {code}", cure="read the error above")


def _run(arguments: list[str], *, environ: Mapping[str, str]) -> int:
    """Runs a command in this terminal. A Ctrl-C reaches the child by itself; it then has time to clean up."""
    child = subprocess.Popen([sys.executable, "-m", "cli.app", *arguments], cwd=PROJECT, env=environ)
    try:
        return child.wait()
    except KeyboardInterrupt:
        try:
            child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.terminate()
            child.wait()
        raise


def _print_adopted(report_file: Path) -> None:
    """Prints the adopted resources by area, and the counts of the plan that adopted them."""
    report = json.loads(report_file.read_text(encoding="utf-8"))
    say(f"\n{ENVIRONMENT} was made by hand; now it is code", style="bold")
    lines = counts_by_area(match["type"] for match in report["matched"])
    for line in lines:
        say(f"  {'└─' if line is lines[-1] else '├─'} {line}")
    plan = report["plan"]
    counts = ", ".join(f"{plan[verb]} to {verb}" for verb in ("import", "add", "change", "destroy"))
    say(f"{counts}; then: no changes", style="bold green")

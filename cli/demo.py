"""`demo`: an AWS account on this machine with DEV made by hand in it, adopted whole by the everyday commands.

All that is written lies in a folder that is gone afterwards; the account ends with this process, whatever happens.
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

from cli.show.matches import picture
from cli.terminal import say, step
from envs.load import load
from errors import CounterPromoError
from operations.workspace import PROJECT

if TYPE_CHECKING:
    from sandbox.server import Sandbox

ENVIRONMENT = "dev"
REPORT = "report.json"
PATIENCE_SECONDS = 2


def show() -> int:
    """Exit code 0 if every command ended with 0."""
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
            _picture(Path(folder) / REPORT)
    except SandboxError as error:
        raise CounterPromoError(str(error)) from error
    say(f"\n{time.monotonic() - start:.0f} s in all, and nothing is left behind")
    return 0


def _make_by_hand(sandbox: Sandbox) -> None:
    from sandbox.handmade import make_dev

    with step("making DEV by hand, as a person would in the console"):
        make_dev(sandbox.environment())


def _adopt(folder: Path, *, environ: Mapping[str, str]) -> None:
    """The commands as anybody types them, each in a process of its own, on a copy of the settings."""
    (folder / "envs").mkdir()
    for settings in (PROJECT / "envs").glob("*.toml"):
        copy(settings, folder / "envs")
    own = {"COUNTERPROMO_ENVS": str(folder / "envs"), "CDKTF_OUTDIR": str(folder / "out")}
    for heading, arguments in (
        ("What exists once per account: made, or adopted where it is there already", ["bootstrap", "--yes"]),
        (
            "DEV: found, matched, proven untouched, imported",
            ["import", ENVIRONMENT, "--yes", "--apply", "--report", str(folder / REPORT)],
        ),
        ("The next plan", ["plan", ENVIRONMENT]),
    ):
        command = f"counterpromo {' '.join(arguments)}"
        say(f"\n{heading}\n$ {command}", style="bold")
        if code := _run(arguments, environ={**environ, **own}):
            raise CounterPromoError(f"{command} ended with {code}, and should not have")


def _run(arguments: list[str], *, environ: Mapping[str, str]) -> int:
    """In our terminal, where a Ctrl-C reaches the child by itself; it is given time to put things in order."""
    child = subprocess.Popen([sys.executable, "-m", "cli.app", *arguments], cwd=PROJECT, env=environ)
    try:
        return child.wait()
    except KeyboardInterrupt:
        try:
            child.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            child.terminate()
            child.wait()
        raise


def _picture(report_file: Path) -> None:
    """What was adopted, and that nothing happened to it."""
    report = json.loads(report_file.read_text(encoding="utf-8"))
    say(f"\n{ENVIRONMENT}, made by hand, is now code", style="bold")
    lines = picture(match["type"] for match in report["matched"])
    for line in lines:
        say(f"  {'└─' if line is lines[-1] else '├─'} {line}")
    plan = report["plan"]
    counts = ", ".join(f"{plan[verb]} to {verb}" for verb in ("import", "add", "change", "destroy"))
    say(f"{counts}; then: no changes", style="bold green")

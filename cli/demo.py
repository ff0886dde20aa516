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
from contextlib import ExitStack
from pathlib import Path
from shutil import copy, copytree
from typing import TYPE_CHECKING

from cli.show.matches import counts_by_area
from cli.terminal import say, step
from envs.load import load
from errors import CounterPromoError, ExitCode
from operations.workspace import PROJECT

if TYPE_CHECKING:
    from sandbox.postgres.server import PostgresServer
    from sandbox.server import Sandbox

ENVIRONMENT = "dev"
REPORT = "report.json"
STOP_SECONDS = 2
LINUX = sys.platform == "linux"  # the PostgreSQL server of the sandbox is a package for Linux


def show() -> int:
    """Runs the demo. Raises CounterPromoError if a command does not end with exit code 0."""
    from sandbox.postgres.dev import start_dev_server
    from sandbox.postgres.server import PostgresError
    from sandbox.server import Sandbox, SandboxError

    start = time.monotonic()
    aws = load(ENVIRONMENT, PROJECT / "envs").aws
    try:
        with tempfile.TemporaryDirectory(prefix="counterpromo-demo-") as folder:
            with step("starting an AWS account and a PostgreSQL server on this machine"), ExitStack() as started:
                server = started.enter_context(start_dev_server()) if LINUX else None
                host = server.host if server else ""
                sandbox = Sandbox.start(account_id=aws.account_id, region=aws.region, database_host=host)
                started.enter_context(sandbox)
                running = started.pop_all()
            with running:
                _make_by_hand(sandbox, server)
                environ = _environment(sandbox, Path(folder))
                _adopt(Path(folder), environ=environ)
                if server:
                    _capture_schema(server, environ=environ)
            _print_adopted(Path(folder) / REPORT)
    except (SandboxError, PostgresError) as error:
        raise CounterPromoError(str(error)) from error
    say(f"\ndone in {time.monotonic() - start:.0f} s; nothing is left behind")
    return ExitCode.DONE


def _make_by_hand(sandbox: Sandbox, server: PostgresServer | None) -> None:
    from sandbox.handmade import make_dev
    from sandbox.postgres.dev import make_dev_database

    with step("making DEV by hand, as a person would in the AWS console and in psql"):
        make_dev(sandbox.environment())
        if server:
            make_dev_database(server)


def _environment(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    """Returns the variables of the commands: the emulated account, and copies of the settings and migrations."""
    (folder / "envs").mkdir()
    for settings in (PROJECT / "envs").glob("*.toml"):
        copy(settings, folder / "envs")
    for name in ("versions", "snapshots"):
        copytree(PROJECT / "database_schema" / name, folder / "schema" / name)
    kept = {name: value for name, value in sandbox.isolated_environment().items() if not name.startswith("PG")}
    return {
        **kept,
        "COUNTERPROMO_ENVS": str(folder / "envs"),
        "CDKTF_OUTDIR": str(folder / "out"),
        "COUNTERPROMO_MIGRATIONS": str(folder / "schema"),
    }


def _capture_schema(server: PostgresServer, *, environ: Mapping[str, str]) -> None:
    """Captures the schema of DEV's database with the password of its secret, and compares it."""
    url = server.url(load(ENVIRONMENT, PROJECT / "envs").database.name, user="counterpromo")
    for heading, arguments in (
        ("Capture the tables of DEV's database as a migration", ["schema", "capture", ENVIRONMENT, "--url", url]),
        ("Record that DEV has it", ["schema", "stamp", ENVIRONMENT, "--yes", "--url", url]),
        ("Compare the live schema with the migrations", ["schema", "check", ENVIRONMENT, "--url", url]),
    ):
        _type(heading, arguments, environ=environ)


def _adopt(folder: Path, *, environ: Mapping[str, str]) -> None:
    """Runs the commands as a person types them, each in its own process, on a copy of the settings."""
    for heading, arguments in (
        ("Create or adopt what exists once per account", ["bootstrap", "--yes"]),
        (
            "Find DEV, match it with the code, prove that importing changes nothing, import it",
            ["import", ENVIRONMENT, "--yes", "--apply", "--report", str(folder / REPORT)],
        ),
        ("The next plan", ["plan", ENVIRONMENT]),
    ):
        _type(heading, arguments, environ=environ)


def _type(heading: str, arguments: list[str], *, environ: Mapping[str, str]) -> None:
    """Shows and runs one command. Raises CounterPromoError if it does not end with exit code 0."""
    command = f"counterpromo {' '.join(arguments)}"
    say(f"\n{heading}\n$ {command}", style="bold")
    if code := _run(arguments, environ=environ):
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

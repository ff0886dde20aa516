"""What adopting DEV costs beyond terraform: `python benchmarks/import.py` runs both, each in a fresh emulated account.

Here the whole of `counterpromo import dev --yes --apply`, there the runs of terraform that nobody can avoid for the
same JSON: init, plan, apply, and the plan that shows nothing is left. Out: a table, and exit code 0 only if the bar is
met.
"""  # noqa: N999 - it is run, never imported

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy, rmtree
from statistics import median

from rich.console import Console
from rich.table import Table

from envs.load import load
from sandbox.handmade import make_dev
from sandbox.server import Sandbox

ROOT = Path(__file__).resolve().parent.parent
WALL_BAR = 2.0
TERRAFORM = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
BARE: Mapping[str, tuple[Sequence[str], int]] = {  # what is run, and the exit code that says it went as it should
    "init": (("init", "-input=false", "-lockfile=readonly"), 0),
    "plan": (("plan", "-input=false", "-detailed-exitcode", "-out=adoption"), 2),
    "apply": (("apply", "-input=false", "adoption"), 0),
    "empty plan": (("plan", "-input=false", "-detailed-exitcode"), 0),
}
STAGES = ("discover", "synth", "plan", "apply")


@dataclass(frozen=True)
class Place:
    """An account with DEV made by hand in it, a state bucket, and a copy of the settings."""

    folder: Path
    environ: Mapping[str, str]

    @property
    def stack(self) -> Path:
        return self.folder / "out" / "stacks" / "dev"

    def counterpromo(self, *arguments: str) -> float:
        return run([sys.executable, "-m", "cli.app", *arguments], cwd=ROOT, environ=self.environ)


def run(command: Sequence[str], *, cwd: Path, environ: Mapping[str, str], fine: int = 0) -> float:
    """Seconds; ends the benchmark where the command does not end as it should."""
    began = time.perf_counter()
    ended = subprocess.run(command, cwd=cwd, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    if ended.returncode != fine:
        raise SystemExit(f"`{' '.join(command)}` in {cwd} ended with {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return seconds


@contextmanager
def fresh() -> Iterator[Place]:
    aws = load("dev", ROOT / "envs").aws
    with (
        tempfile.TemporaryDirectory() as name,
        Sandbox.start(account_id=aws.account_id, region=aws.region) as sandbox,
    ):
        folder = Path(name)
        make_dev(sandbox.environment())
        (folder / "envs").mkdir()
        for settings in (ROOT / "envs").glob("*.toml"):
            copy(settings, folder / "envs")
        own = {"COUNTERPROMO_ENVS": str(folder / "envs"), "CDKTF_OUTDIR": str(folder / "out")}
        place = Place(folder, {**sandbox.isolated_environment(), **own, **TERRAFORM})
        place.counterpromo("bootstrap", "--yes")
        yield place


def bare() -> dict[str, float]:
    """Seconds by run of terraform, in a stack that nobody has initialised; its JSON is that of an import."""
    with fresh() as place:
        place.counterpromo("import", "dev", "--yes")
        run([sys.executable, "main.py"], cwd=ROOT, environ=place.environ)
        rmtree(place.stack / ".terraform", ignore_errors=True)
        return {
            name: run(["terraform", *arguments], cwd=place.stack, environ=place.environ, fine=fine)
            for name, (arguments, fine) in BARE.items()
        }


def whole() -> tuple[float, dict[str, float]]:
    """Seconds of the import, and what it says of its stages, of which some run side by side."""
    with fresh() as place:
        report = place.folder / "report.json"
        seconds = place.counterpromo("import", "dev", "--yes", "--apply", "--report", str(report))
        return seconds, json.loads(report.read_text(encoding="utf-8"))["seconds"]


def table_of(bares: Sequence[Mapping[str, float]], wholes: Sequence[tuple[float, Mapping[str, float]]]) -> Table:
    total = median(sum(each.values()) for each in bares)
    table = Table("", "wall", "of bare terraform")
    for name in BARE:
        seconds = median(each[name] for each in bares)
        table.add_row(f"  terraform {name}", f"{seconds:.2f} s", f"{seconds / total:.3f}x")
    table.add_row("bare terraform", f"{total:.2f} s", "1.000x", end_section=True)
    for stage in STAGES:
        seconds = median(stages[stage] for _, stages in wholes)
        table.add_row(f"  {stage}", f"{seconds:.2f} s", f"{seconds / total:.3f}x")
    seconds = median(each for each, _ in wholes)
    table.add_row("counterpromo import", f"{seconds:.2f} s", f"{seconds / total:.3f}x")
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description="Adopts DEV with counterpromo and with bare terraform.")
    parser.add_argument("--rounds", type=int, default=1, help="how often both are measured, in turn (default 1)")
    rounds: int = parser.parse_args().rounds
    if rounds < 1:
        parser.error(f"--rounds {rounds}: must be 1 or more")
    console, bares, wholes = Console(), [], []
    with console.status("") as status:
        for turn in range(1, rounds + 1):
            status.update(f"round {turn} of {rounds}: bare terraform")
            bares.append(bare())
            status.update(f"round {turn} of {rounds}: counterpromo import")
            wholes.append(whole())
    console.print(table_of(bares, wholes))
    ratio = median(each for each, _ in wholes) / median(sum(each.values()) for each in bares)
    met = ratio <= WALL_BAR
    console.print("[green]met[/]   " if met else "[red]missed[/]", f"wall {ratio:.3f}x, at most {WALL_BAR}x")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())

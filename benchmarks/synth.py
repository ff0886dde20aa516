"""Compares the lazy bindings with the stock import, in turn: `python benchmarks/synth.py`.

In: main.py. Out: a table of medians, and exit code 0 only if every bar is met: wall time and peak memory of the largest
process as a share of the stock import's, and the same files byte for byte. An empty cdktf app is printed as the floor.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
EMPTY_APP = "from cdktf import App, TerraformStack; app = App(); TerraformStack(app, 'empty'); app.synth()"
STOCK, LAZY, EMPTY = "stock import", "lazy bindings", "empty app"
WAYS: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
    STOCK: (["main.py"], {"COUNTERPROMO_STOCK_BINDINGS": "1"}),
    LAZY: (["main.py"], {}),
    EMPTY: (["-c", EMPTY_APP], {}),
}
WALL_BAR, MEMORY_BAR = 0.15, 0.4


@dataclass(frozen=True)
class Run:
    """One synth: how long it took, the memory of the largest process in its tree, and the files it wrote."""

    seconds: float
    peak_mib: float
    files: Mapping[str, bytes]


def measure(way: str) -> Run:
    """Runs one way in a process of its own.

    What wait4 says of a process includes all it waited for: the largest is Python, or a node that the bindings run in.
    """
    arguments, variables = WAYS[way]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**_environment(), **variables, "CDKTF_OUTDIR": folder}
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{way}: `python {' '.join(arguments)}` in {ROOT} ended with {process.returncode}")
        paths = [path for path in Path(folder).rglob("*") if path.is_file()]
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    unit = 1024**2 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB on Linux
    return Run(seconds, usage.ru_maxrss / unit, files)


def _environment() -> Mapping[str, str]:
    """Ours, but with Python's compiled files kept: without them the stock import takes 30 s, which would flatter us."""
    left_out = {"PYTHONDONTWRITEBYTECODE", "COUNTERPROMO_STOCK_BINDINGS"}
    quiet = {"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20,22"}
    return {name: value for name, value in os.environ.items() if name not in left_out} | quiet


def measure_in_turn(rounds: int, console: Console) -> dict[str, list[Run]]:
    """Measures all ways in turn, so that a busy minute falls on all; round 0 warms the caches and is left out."""
    runs: dict[str, list[Run]] = {way: [] for way in WAYS}
    with console.status("") as status:
        for turn in range(rounds + 1):
            for way in WAYS:
                status.update(f"round {turn} of {rounds}: {way}")
                run = measure(way)
                if turn > 0:
                    runs[way].append(run)
    return runs


def medians(runs: Sequence[Run]) -> tuple[float, float]:
    """Returns the medians of wall time in seconds and of peak memory in MiB."""
    return median(run.seconds for run in runs), median(run.peak_mib for run in runs)


def differing(runs: Sequence[Run]) -> list[str]:
    """Returns the files that are not the same in all runs, or not there in all."""
    names = {name for run in runs for name in run.files}
    return sorted(name for name in names if len({run.files.get(name) for run in runs}) > 1)


def table_of(runs: Mapping[str, Sequence[Run]]) -> Table:
    table = Table("", "wall", "of stock", "of empty app", "peak memory", "of stock")
    stock_seconds, stock_mib = medians(runs[STOCK])
    empty_seconds, _ = medians(runs[EMPTY])
    for way, done in runs.items():
        seconds, mib = medians(done)
        table.add_row(
            way,
            f"{seconds:.2f} s",
            f"{seconds / stock_seconds:.3f}x",
            f"{seconds / empty_seconds:.2f}x",
            f"{mib:.0f} MiB",
            f"{mib / stock_mib:.3f}x",
        )
    return table


def bars(runs: Mapping[str, Sequence[Run]]) -> dict[str, bool]:
    """Returns each bar in words, with its figures, and True where it is met."""
    (stock_seconds, stock_mib), (seconds, mib) = medians(runs[STOCK]), medians(runs[LAZY])
    wall, memory = seconds / stock_seconds, mib / stock_mib
    different = differing([*runs[STOCK], *runs[LAZY]])
    same = f"{len(runs[LAZY][0].files)} files, identical in all runs"
    return {
        f"wall {wall:.3f}x, at most {WALL_BAR}x": wall <= WALL_BAR,
        f"peak memory {memory:.3f}x, at most {MEMORY_BAR}x": memory <= MEMORY_BAR,
        f"different: {', '.join(different)}" if different else same: not different,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Synthesizes all stacks through the stock and the lazy bindings.")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is measured (default 3)")
    rounds: int = parser.parse_args().rounds
    if rounds < 1:
        parser.error(f"--rounds {rounds}: must be 1 or more")
    console = Console()
    runs = measure_in_turn(rounds, console)
    console.print(table_of(runs))
    met = bars(runs)
    for bar, holds in met.items():
        console.print("[green]met[/]   " if holds else "[red]missed[/]", bar)
    return 0 if all(met.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

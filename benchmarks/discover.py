"""Measures the discovery of DEV, alone and in a crowded account: `python benchmarks/discover.py`.

Discovery against the same calls one after another, 40 ms added to every reply; then DEV among ever more unrelated
resources. Out: tables, and exit code 0 only if both bars are met: wall time as a share of the series', and not one
question more for whatever is not ours, only further pages of the same listings.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.looks import Look, in_parallel, in_series
from envs.load import load
from sandbox.env_vars import UNANSWERABLE
from sandbox.handmade import make_dev
from sandbox.handmade.console import sign_in
from sandbox.seeded.noise import HANDS, kinds_of
from sandbox.server import Sandbox

ENVS = Path(__file__).resolve().parent.parent / "envs"
CROWDS = (0, 1_000, 10_000)
WALL_BAR = 0.3


def measure(rounds: int, console: Console) -> tuple[list[tuple[float, Look]], dict[int, Look]]:
    """Series and parallel in turn, so that a busy minute falls on both, round 0 left out; then the crowds."""
    settings = load("dev", ENVS)
    with (
        Sandbox.start(account_id=settings.aws.account_id, region=settings.aws.region) as sandbox,
        console.status("making DEV by hand") as status,
    ):
        for name in UNANSWERABLE:
            os.environ.pop(name, None)
        os.environ.update(sandbox.environment())
        make_dev(sandbox.environment())
        turns = []
        for turn in range(rounds + 1):
            status.update(f"round {turn} of {rounds}")
            look = in_parallel(settings)
            turns.append((in_series(look.calls), look))
        looks, had = dict[int, Look](), 0
        for size in CROWDS:
            status.update(f"among {size:,} unrelated resources")
            crowd(sandbox, had=had, size=size)
            looks[size], had = in_parallel(settings), size
    return turns[1:], looks


def crowd(sandbox: Sandbox, *, had: int, size: int) -> None:
    """Makes unrelated resources, until there are `size`: ten kinds in equal parts."""
    kinds = kinds_of(sign_in(sandbox.environment()))
    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(lambda number: kinds[number % len(kinds)](f"acme-{number:05}"), range(had, size)))


def tables(series: float, parallel: float, looks: Mapping[int, Look]) -> tuple[Table, Table]:
    calls = len(looks[0].calls)
    speed = Table("", "calls", "wall", "of the series")
    speed.add_row("in series", str(calls), f"{series:.2f} s", "1.000x")
    speed.add_row("discovery", str(calls), f"{parallel:.2f} s", f"{parallel / series:.3f}x")
    scale = Table("unrelated", "calls", "of these further pages", "found", "wall", "of DEV alone")
    for size, look in looks.items():
        pages = len(look.calls) - len(look.questions)
        share = f"{look.seconds / looks[0].seconds:.2f}x"
        scale.add_row(f"{size:,}", str(len(look.calls)), str(pages), f"{look.found:,}", f"{look.seconds:.2f} s", share)
    return speed, scale


def bars(series: float, parallel: float, looks: Mapping[int, Look]) -> dict[str, bool]:
    """Returns each bar in words, with its figures, and True where it is met."""
    wall, alone = parallel / series, looks[0].questions
    other = {question for look in looks.values() for question in look.questions ^ alone}
    same = f"{len(alone)} questions, the same in every crowd"
    return {
        f"wall {wall:.3f}x, at most {WALL_BAR}x": wall <= WALL_BAR,
        f"asked only in some crowds: {', '.join(sorted(other)[:3])}" if other else same: not other,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Finds DEV in parallel and in series, then in a crowded account.")
    parser.add_argument("--rounds", type=int, default=5, help="how often both ways are measured (default 5)")
    rounds: int = parser.parse_args().rounds
    if rounds < 1:
        parser.error(f"--rounds {rounds}: must be 1 or more")
    console = Console()
    turns, looks = measure(rounds, console)
    figures = median(seconds for seconds, _ in turns), median(look.seconds for _, look in turns), looks
    for table in tables(*figures):
        console.print(table)
    met = bars(*figures)
    for bar, holds in met.items():
        console.print("[green]met[/]   " if holds else "[red]missed[/]", bar)
    return 0 if all(met.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

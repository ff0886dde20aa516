"""Compares the import of DEV with bare terraform, each in a fresh emulated account: `python benchmarks/import.py`.

Here the whole of `counterpromo import dev --yes --apply`, there the runs of terraform that nobody can avoid for the
same JSON: init, plan, apply, and the plan that shows nothing is left. Out: a table, and exit code 0 only if the bar is
met.
"""  # noqa: N999 - it is run, never imported

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from shutil import rmtree
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.workplace import ROOT, bootstrapped, run

WALL_BAR = 2.0
BARE: Mapping[str, tuple[Sequence[str], int]] = {  # what is run, and the exit code that says it went as it should
    "init": (("init", "-input=false", "-lockfile=readonly"), 0),
    "plan": (("plan", "-input=false", "-detailed-exitcode", "-out=adoption"), 2),
    "apply": (("apply", "-input=false", "adoption"), 0),
    "empty plan": (("plan", "-input=false", "-detailed-exitcode"), 0),
}
STAGES = ("discover", "synth", "plan", "apply")


def bare() -> dict[str, float]:
    """Seconds by run of terraform, in a stack that nobody has initialised; its JSON is that of an import."""
    with bootstrapped() as place:
        place.counterpromo("import", "dev", "--yes")
        run([sys.executable, "main.py"], cwd=ROOT, environ=place.environ)
        rmtree(place.stack / ".terraform", ignore_errors=True)
        return {name: place.terraform(*arguments, expected=expected) for name, (arguments, expected) in BARE.items()}


def whole() -> tuple[float, dict[str, float]]:
    """Seconds of the import, and what it says of its stages, of which some run side by side."""
    with bootstrapped() as place:
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

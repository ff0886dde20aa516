"""Compares `counterpromo plan dev` with a bare `terraform plan`: `python benchmarks/plan.py`, in one emulated account.

DEV is adopted, so that each plan is empty. The commands run in turn, in the same stack folder, so that a busy minute
falls on all. Prints a table, with the plan that the guard needs in between (a saved plan, read as JSON); exit code 0
only if the bar is met.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.workplace import Workplace, bootstrapped

WALL_BAR = 1.6
PLAN = ("plan", "-input=false", "-detailed-exitcode")
BARE, SHOWN, OURS = "terraform plan", "terraform plan -out, show -json", "counterpromo plan dev"


def measure(rounds: int, console: Console) -> dict[str, list[float]]:
    """Seconds of each command, by round; round 0 warms the caches and is left out."""
    seconds: dict[str, list[float]] = {BARE: [], SHOWN: [], OURS: []}
    with console.status("adopting DEV") as status, bootstrapped() as place:
        place.counterpromo("import", "dev", "--yes", "--apply")
        for turn in range(rounds + 1):
            status.update(f"round {turn} of {rounds}")
            for name, taken in one_round(place).items():
                if turn > 0:
                    seconds[name].append(taken)
    return seconds


def one_round(place: Workplace) -> dict[str, float]:
    saved = str(place.folder / "saved.tfplan")
    return {
        BARE: place.terraform(*PLAN),
        SHOWN: place.terraform(*PLAN, f"-out={saved}") + place.terraform("show", "-json", saved),
        OURS: place.counterpromo("plan", "dev"),
    }


def table_of(seconds: Mapping[str, Sequence[float]]) -> Table:
    bare = median(seconds[BARE])
    table = Table("", "wall", "of bare terraform")
    for name, taken in seconds.items():
        table.add_row(name, f"{median(taken):.2f} s", f"{median(taken) / bare:.3f}x")
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description="Plans DEV with counterpromo and with bare terraform.")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured, in turn (default 3)")
    rounds: int = parser.parse_args().rounds
    if rounds < 1:
        parser.error(f"--rounds {rounds}: must be 1 or more")
    console = Console()
    seconds = measure(rounds, console)
    console.print(table_of(seconds))
    ratio = median(seconds[OURS]) / median(seconds[BARE])
    met = ratio <= WALL_BAR
    console.print("[green]met[/]   " if met else "[red]missed[/]", f"wall {ratio:.3f}x, at most {WALL_BAR}x")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())

"""Prints the events of an operation as they come, and shows its steps on the terminal."""

from __future__ import annotations

from cli.show.matches import print_outcome
from cli.show.plan import print_judged, print_plan
from cli.terminal import say, step
from operations.events import (
    DecisionOpen,
    Event,
    FileWritten,
    ImportPlanned,
    LockFound,
    PlanJudged,
    PlanMade,
    ResourcesMatched,
    StateCompleted,
    StateCopied,
)
from operations.progress import Progress


def on_terminal() -> Progress:
    """Returns the progress that a command hands to its operation."""
    return Progress(step=step, report=print_event)


def print_event(event: Event) -> None:
    """Prints an event on stdout."""
    match event:
        case DecisionOpen(reminder=reminder):
            say(f"still open: {reminder.open}\n  try: {reminder.cure}", style="yellow")
        case ResourcesMatched(stack=stack, outcome=outcome, unread=unread):
            print_outcome(outcome, title=stack)
            for call in unread:
                say(f"{stack}: parts not looked for: {call}", style="yellow")
        case ImportPlanned():
            _print_counts(event)
        case PlanJudged():
            print_judged(event)
        case PlanMade():
            print_plan(event)
        case StateCompleted(environment=environment, addresses=addresses):
            number = len(addresses)
            say(
                f"{environment}: wrote skip_destroy into the state of {number} task definitions; nothing changed in AWS"
            )
            say("  a new revision now leaves the earlier ones ACTIVE", style="dim")
        case FileWritten(environment=environment, path=path):
            say(f"{environment}: wrote {path}")
        case StateCopied(environment=environment, path=path):
            say(f"{environment}: a copy of the state is in {path}")
        case LockFound(environment=environment, lock=lock, minutes=minutes):
            say(f"{environment}: held: {lock}, {minutes} minutes old")


def _print_counts(event: ImportPlanned) -> None:
    counts = event.counts
    rest = f"{counts.add} to add, {counts.change} to change, {counts.destroy} to destroy"
    say(f"{event.title}: {counts.import_} to import, {rest}", style="bold green" if event.proven else "bold red")

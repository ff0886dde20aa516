"""Commands for the state and its lock, for IAM policies, and the demo."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import click
import typer

from cli.commands.options import Environment, Yes
from cli.terminal import check_answerable, confirm, say, stderr, stdout, step
from errors import ExitCode

app = typer.Typer()


@app.command()
def unlock(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    older_than: Annotated[
        int, typer.Option("--older-than", metavar="MINUTES", min=0, help="Refuse a lock younger than this.")
    ] = 60,
) -> int:
    """Show who holds the lock of a state, and release the lock of a run that died. ENV may be `account`."""
    from cli.show.events import on_terminal
    from operations.state.unlock import UnlockRequest, prepare, release

    request = UnlockRequest(environment=environment, workspace=context.obj, older_than=older_than)
    prepared = prepare(request, progress=on_terminal())
    if not prepared.locks:
        say(f"{environment}: not locked", style="bold green")
        return ExitCode.DONE
    confirm("has that run ended, and is its lock to be released?", yes=yes)
    release(prepared, progress=on_terminal())
    say(f"{environment}: released", style="bold green")
    return ExitCode.DONE


@app.command()
def recover(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Keep the unsaved state under another name, and write nothing.")
    ] = False,
) -> int:
    """Write the state that an earlier apply could not write. ENV may be `account`.

    If the digest in the lock table does not fit the state, say which of the two is right.
    """
    from cli.show.events import on_terminal
    from operations.state.recover import RecoverRequest, Recovery, carry_out, prepare

    request = RecoverRequest(environment=environment, workspace=context.obj, set_aside=set_aside)
    prepared = prepare(request, progress=on_terminal())
    if prepared.recovery is Recovery.NOTHING:
        if not set_aside:
            say(f"{environment}: no unsaved state, and the state in the bucket is complete", style="bold green")
        return ExitCode.DONE
    if prepared.recovery is Recovery.SET_ASIDE:
        confirm(f"set {', '.join(map(str, prepared.files))} aside?", yes=yes)
    elif prepared.recovery is Recovery.DELETE and prepared.before:
        say(f"{environment}: the bucket has this state already (serial {prepared.before.serial})")
    elif prepared.unsaved:
        before = f"serial {prepared.before.serial}" if prepared.before else "nothing"
        confirm(f"{environment}: replace {before} in the bucket with serial {prepared.unsaved.serial}?", yes=yes)
    for kept in carry_out(prepared):
        say(f"{environment}: kept in {kept}")
    if prepared.recovery is not Recovery.SET_ASIDE:
        say(f"{environment}: the state is in the bucket; to go on: counterpromo plan {environment}", style="bold green")
    return ExitCode.DONE


@app.command("move-state")
def move_state(
    context: typer.Context,
    environment: Environment,
    to: Annotated[
        Literal["s3", "cloud"],
        typer.Option("--to", click_type=click.Choice(["s3", "cloud"]), help="Backend that the state moves to."),
    ],
    yes: Yes = False,
) -> int:
    """Move the state of an environment from S3 into HCP Terraform, or back. The copy is compared before it counts."""
    from cli.show.events import on_terminal
    from operations.state.move_state import MoveRequest, carry_out, prepare

    check_answerable(yes=yes)
    progress = on_terminal()
    with prepare(MoveRequest(environment=environment, to=to, workspace=context.obj), progress=progress) as prepared:
        if prepared.has_state:
            say(f"{environment}: {prepared.resource_count} resources, serial {prepared.serial}", style="bold")
            say(f"  from {prepared.old}")
            say(f"  to   {prepared.new}")
            confirm(f"move the state of {environment}?", yes=yes)
        carry_out(prepared, progress=progress)
    say(f"{environment}: its state is in {prepared.new}; next: counterpromo plan {environment}", style="bold green")
    return ExitCode.DONE


@app.command()
def policy(
    context: typer.Context,
    command: Annotated[
        Literal["audit", "discover", "plan", "apply"],
        typer.Argument(click_type=click.Choice(["audit", "discover", "plan", "apply"]), help="What the role is to do."),
    ],
    environment: Annotated[
        str | None,
        typer.Option("--env", metavar="ENV", help="An environment, or `account`. Default: the only environment."),
    ] = None,
    split: Annotated[
        bool, typer.Option("--split", help="Print a list of managed policies of at most 6,144 characters each.")
    ] = False,
    with_deletes: Annotated[
        bool, typer.Option("--with-deletes", help="Allow the deletion of resources that hold data, too.")
    ] = False,
) -> int:
    """Print the IAM policy for a role: discover (import, strays, doctor), plan, apply, or audit (audit --live)."""
    from operations.policy import PolicyRequest
    from operations.policy import policy as make_policy

    request = PolicyRequest(command=command, workspace=context.obj, environment=environment, deletes=with_deletes)
    made = make_policy(request, step=step)
    json.dump(made.managed if split else made.document, stdout().file, indent=2)
    stdout().file.write("\n")
    if not split:
        stderr().print(f"{made.characters} characters, {made.placement}", style="dim", markup=False)
    return ExitCode.DONE


@app.command()
def demo() -> int:
    """Adopt a hand-made DEV in an AWS account that is emulated on this machine. Needs no AWS account."""
    from cli.demo import show

    return show()

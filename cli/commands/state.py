"""Commands for the state and whoever may reach it; and the demo, which needs no account."""

from __future__ import annotations

from typing import Annotated, Literal

import click
import typer

from cli.commands.options import Environment, Yes

app = typer.Typer()


@app.command()
def unlock(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    older_than: Annotated[
        int, typer.Option("--older-than", metavar="MINUTES", min=0, help="Release nothing younger than this.")
    ] = 60,
) -> int:
    """Show who holds the state of an environment, or of the account, and release the lock of a run that died."""
    from operations.state.unlock import unlock as release

    return release(environment, workspace=context.obj, yes=yes, older_than=older_than)


@app.command()
def recover(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Keep it, but let it wait no longer.")] = False,
) -> int:
    """Write the state that an earlier apply could not write, and say what a digest that does not fit means."""
    from operations.state.recover import recover as write

    return write(environment, workspace=context.obj, yes=yes, set_aside=set_aside)


@app.command("move-state")
def move_state(
    context: typer.Context,
    environment: Environment,
    to: Annotated[Literal["s3", "cloud"], typer.Option("--to", click_type=click.Choice(["s3", "cloud"]))],
    yes: Yes = False,
) -> int:
    """Move an environment's state from S3 into HCP Terraform, or back: compared, and never in two places."""
    from operations.state.move_state import move

    return move(environment, to=to, workspace=context.obj, yes=yes)


@app.command()
def policy(
    context: typer.Context,
    command: Annotated[
        Literal["discover", "plan", "apply"], typer.Argument(click_type=click.Choice(["discover", "plan", "apply"]))
    ],
    environment: Annotated[
        str | None, typer.Option("--env", metavar="ENV", help="An environment, or account; may be left out for one.")
    ] = None,
    split: Annotated[bool, typer.Option("--split", help="A list of managed policies, 6,144 characters each.")] = False,
    with_deletes: Annotated[bool, typer.Option("--with-deletes", help="Also what takes away what holds data.")] = False,
) -> int:
    """Print the IAM policy that finding (import, strays, doctor), planning or applying needs, and no more."""
    from operations.policy import show

    return show(command, environment=environment, workspace=context.obj, split=split, deletes=with_deletes)


@app.command()
def demo() -> int:
    """An embedded AWS with a DEV made by hand in it: found, matched, imported, proven untouched. Needs no account."""
    from cli.demo import show

    return show()

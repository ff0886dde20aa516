"""Commands that find what there is and take it over, and what an adopted environment still owes the code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.commands.options import Environment, Yes

app = typer.Typer()


@app.command()
def doctor(
    context: typer.Context,
    environment: Annotated[str | None, typer.Argument(metavar="[ENV]", help="Look at this environment too.")] = None,
) -> int:
    """Look whether everything is there that the other commands need, and say how to get what is not."""
    from operations.doctor import examine

    return examine(environment, workspace=context.obj)


@app.command()
def bootstrap(context: typer.Context, yes: Yes = False) -> int:
    """Make, or adopt, what exists once per account: state bucket, lock table, identity provider, roles of workflows."""
    from operations.bootstrap import make_or_adopt

    return make_or_adopt(workspace=context.obj, yes=yes)


@app.command("import")
def import_(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    apply: Annotated[bool, typer.Option("--apply", help="Take it into the remote state too.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write what was found and done as JSON.")] = None,
) -> int:
    """Find what was made by hand, match it to the code, and prove that adopting it changes nothing."""
    from operations.adopt.adopt import adopt

    return adopt(environment, workspace=context.obj, yes=yes, apply=apply, report_file=report)


@app.command()
def pins(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    prune: Annotated[bool, typer.Option("--prune", help="Take out the pins that no longer differ.")] = False,
) -> int:
    """Show what an adopted environment still owes the code: what is kept as it was found, and what is not there."""
    from operations import pins as owing

    return owing.show(environment, workspace=context.obj, prune=prune, yes=yes)


@app.command()
def unpin(
    context: typer.Context,
    environment: Environment,
    targets: Annotated[list[str], typer.Argument(metavar="ADDRESS[.ATTRIBUTE]...")],
    yes: Yes = False,
) -> int:
    """Release pins: the next plan shows just those changes."""
    from operations import pins as owing

    return owing.unpin(environment, targets, workspace=context.obj, yes=yes)


@app.command()
def fill(
    context: typer.Context,
    environment: Environment,
    addresses: Annotated[list[str], typer.Argument(metavar="ADDRESS...")],
    yes: Yes = False,
) -> int:
    """Let the next plan make what is documented and not there: exactly these addresses."""
    from operations import pins as owing

    return owing.fill(environment, addresses, workspace=context.obj, yes=yes)


@app.command()
def strays(
    context: typer.Context,
    environment: Environment,
    config: Annotated[Path | None, typer.Option(help="Write Terraform for them: FILE.tf, or FILE.tf.json.")] = None,
    yes: Yes = False,
) -> int:
    """List what is in or around an environment and in no code. Nothing of it is touched."""
    from operations.strays import show

    return show(environment, workspace=context.obj, config=config, yes=yes)

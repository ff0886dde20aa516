"""`counterpromo`: the commands, their options, and what their endings mean to a shell.

Exit codes: 0 done or no changes, 1 broken, 2 changes present (`plan`), 3 refused, 130 interrupted. Commands are loaded
when they are called, so that `--help` costs neither boto3 nor Node.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Literal

import click
import typer

from cli.terminal import stderr, tell
from cli.workspace import Workspace
from envs.errors import CounterPromoError

INTERRUPTED = 130
app = typer.Typer(
    name="counterpromo",
    help="Adopt, plan and apply the environments of this project. Every command that writes asks first.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Environment = Annotated[str, typer.Argument(metavar="ENV", help="The name of a settings file: dev for envs/dev.toml.")]
Yes = Annotated[bool, typer.Option("--yes", help="Answer yes to every question.")]


@app.callback()
def settings_folder(
    context: typer.Context,
    envs: Annotated[
        Path | None, typer.Option(envvar="COUNTERPROMO_ENVS", help="The folder of the settings files.")
    ] = None,
) -> None:
    context.obj = Workspace.of(envs=envs)


@app.command()
def doctor(
    context: typer.Context,
    environment: Annotated[str | None, typer.Argument(metavar="[ENV]", help="Look at this environment too.")] = None,
) -> int:
    """Look whether everything is there that the other commands need, and say how to get what is not."""
    from cli.doctor import examine

    return examine(environment, workspace=context.obj)


@app.command()
def bootstrap(context: typer.Context, yes: Yes = False) -> int:
    """Make, or adopt, what exists once per account: state bucket, lock table, GitHub's identity provider."""
    from cli.bootstrap import make_or_adopt

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
    from cli.adopt import adopt

    return adopt(environment, workspace=context.obj, yes=yes, apply=apply, report_file=report)


@app.command()
def plan(
    context: typer.Context,
    environment: Environment,
    json: Annotated[Path | None, typer.Option("--json", help="Write the plan as Terraform's JSON.")] = None,
) -> int:
    """Show what an apply would change. Exit code 0: nothing, 2: something, 3: something the guard refuses."""
    from cli import change

    return change.plan(environment, workspace=context.obj, json_file=json)


@app.command()
def apply(context: typer.Context, environment: Environment, yes: Yes = False) -> int:
    """Plan, show, ask, and apply exactly that plan."""
    from cli import change

    return change.apply(environment, workspace=context.obj, yes=yes)


@app.command()
def pins(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    prune: Annotated[bool, typer.Option("--prune", help="Take out the pins that no longer differ.")] = False,
) -> int:
    """Show what an adopted environment still owes the code: what is kept as it was found, and what is not there."""
    from cli import owing

    return owing.show(environment, workspace=context.obj, prune=prune, yes=yes)


@app.command()
def unpin(
    context: typer.Context,
    environment: Environment,
    targets: Annotated[list[str], typer.Argument(metavar="ADDRESS[.ATTRIBUTE]...")],
    yes: Yes = False,
) -> int:
    """Release pins: the next plan shows just those changes."""
    from cli import owing

    return owing.unpin(environment, targets, workspace=context.obj, yes=yes)


@app.command()
def fill(
    context: typer.Context,
    environment: Environment,
    addresses: Annotated[list[str], typer.Argument(metavar="ADDRESS...")],
    yes: Yes = False,
) -> int:
    """Let the next plan make what is documented and not there: exactly these addresses."""
    from cli import owing

    return owing.fill(environment, addresses, workspace=context.obj, yes=yes)


@app.command()
def strays(
    context: typer.Context,
    environment: Environment,
    config: Annotated[Path | None, typer.Option(help="Write Terraform for them: FILE.tf, or FILE.tf.json.")] = None,
    yes: Yes = False,
) -> int:
    """List what is in or around an environment and in no code. Nothing of it is touched."""
    from cli.strays import show

    return show(environment, workspace=context.obj, config=config, yes=yes)


@app.command("move-state")
def move_state(
    context: typer.Context,
    environment: Environment,
    to: Annotated[Literal["s3", "cloud"], typer.Option("--to", click_type=click.Choice(["s3", "cloud"]))],
    yes: Yes = False,
) -> int:
    """Move an environment's state from S3 into HCP Terraform, or back: compared, and never in two places."""
    from cli.move_state import move

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
    from cli.policy import show

    return show(command, environment=environment, workspace=context.obj, split=split, deletes=with_deletes)


@app.command()
def demo() -> int:
    """An embedded AWS with a DEV made by hand in it: found, matched, imported, proven untouched. Needs no account."""
    from cli.demo import show

    return show()


def main() -> None:
    """Run the command line; the only place that catches."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = app(standalone_mode=False)
    except CounterPromoError as error:
        tell(error)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = CounterPromoError.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = CounterPromoError.exit_code
    except OSError as error:
        tell(CounterPromoError(str(error)))
        code = CounterPromoError.exit_code
    if code == INTERRUPTED:  # typer makes it of a Ctrl-C, too
        stderr().print("interrupted: run the same command again to go on")
    sys.exit(code)


if __name__ == "__main__":
    main()

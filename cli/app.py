"""`counterpromo`: the commands, their options, and what their endings mean to a shell.

Exit codes: 0 done or no changes, 1 broken, 2 changes present (`plan`), 3 refused, 130 interrupted. Commands are loaded
when they are called, so that `--help` costs neither boto3 nor Node.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import click
import typer

from cli.pipeline import commands as pipeline
from cli.terminal import stderr, tell
from cli.workspace import Workspace
from envs.errors import CounterPromoError
from guard.verdict import Mode

INTERRUPTED = 130
app = typer.Typer(
    name="counterpromo",
    help="Adopt, plan and apply the environments of this project. Every command that writes asks first.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(pipeline.app)

Environment = Annotated[str, typer.Argument(metavar="ENV", help="The name of a settings file: dev for envs/dev.toml.")]


class GuardFormat(StrEnum):
    """How a verdict is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    SARIF = "sarif"


class PlanFormat(StrEnum):
    """How a plan is shown to people."""

    TEXT = "text"
    MARKDOWN = "markdown"


Yes = Annotated[bool, typer.Option("--yes", help="Answer yes to every question.")]

ModeOption = Annotated[
    Mode | None, typer.Option("--mode", help="Judge it as this; by itself create for an empty state, else steady.")
]
Waivers = Annotated[
    Path | None, typer.Option("--waivers", help="Findings that a person answers for; envs/ENV.waivers.toml by itself.")
]


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
    """Make, or adopt, what exists once per account: state bucket, lock table, identity provider, roles of workflows."""
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
    save: Annotated[bool, typer.Option("--save", help="Keep the plan beside the state, to be reviewed.")] = False,
    format_: Annotated[PlanFormat | None, typer.Option("--format", help="Show it without any value.")] = None,
    output: Annotated[Path | None, typer.Option(help="Write what --format shows into a file.")] = None,
    mode: ModeOption = None,
    waivers: Waivers = None,
    no_lock: Annotated[
        bool, typer.Option("--no-lock", help="Only read the state, as a role must that may not lock.")
    ] = False,
) -> int:
    """Show what an apply would change. Exit code 0: nothing, 2: something, 3: something the guard refuses."""
    from cli import change

    return change.plan(
        environment,
        workspace=context.obj,
        json_file=json,
        mode=mode,
        waivers_file=waivers,
        save=save,
        format_=format_.value if format_ else None,
        output=output,
        lock=not no_lock,
    )


@app.command()
def apply(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    reviewed: Annotated[
        str | None, typer.Option(metavar="SHA256", help="Apply the plan that `plan --save` kept under it.")
    ] = None,
    mode: ModeOption = None,
    waivers: Waivers = None,
) -> int:
    """Plan, show, ask, and apply exactly that plan; or the one that was reviewed."""
    from cli import change

    return change.apply(
        environment,
        workspace=context.obj,
        yes=yes,
        mode=mode,
        waivers_file=waivers,
        fingerprint=reviewed,
    )


@app.command()
def guard(
    context: typer.Context,
    plan_json: Annotated[
        str, typer.Argument(metavar="PLAN.json", help="What `terraform show -json` wrote; - is stdin.")
    ],
    env: Annotated[str, typer.Option("--env", help="The environment, whose settings it is held against.")],
    mode: Annotated[Mode, typer.Option(help="What the plan is for.")] = Mode.STEADY,
    waivers: Waivers = None,
    manifest: Annotated[
        Path | None, typer.Option(help="What was protected before, as it lies beside the state.")
    ] = None,
    format_: Annotated[GuardFormat, typer.Option("--format", help="How the verdict is written.")] = GuardFormat.TEXT,
) -> int:
    """Judge any plan, offline. Exit code 0: it may be applied, 1: it could not be judged, 3: it is blocked."""
    from cli import guard

    return guard.command(
        plan_json,
        environment=env,
        mode=mode,
        workspace=context.obj,
        waivers_file=waivers,
        manifest_file=manifest,
        format_=format_.value,
    )


@app.command("new-env")
def new_env(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the new environment is called: qa.")],
    source: Annotated[str, typer.Option("--from", help="The environment whose settings are copied.")] = "prod",
    host: Annotated[str | None, typer.Option(help="Where it answers; NAME.DOMAIN if left out.")] = None,
) -> int:
    """Write the settings file of one more environment, apart from all that are there. No account is touched."""
    from cli.new_env import write

    return write(name, source=source, host=host, workspace=context.obj)


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
def unlock(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    older_than: Annotated[
        int, typer.Option("--older-than", metavar="MINUTES", min=0, help="Release nothing younger than this.")
    ] = 60,
) -> int:
    """Show who holds the state of an environment, or of the account, and release the lock of a run that died."""
    from cli.unlock import unlock as release

    return release(environment, workspace=context.obj, yes=yes, older_than=older_than)


@app.command()
def recover(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Keep it, but let it wait no longer.")] = False,
) -> int:
    """Write the state that an earlier apply could not write, and say what a digest that does not fit means."""
    from cli.recover import recover as write

    return write(environment, workspace=context.obj, yes=yes, set_aside=set_aside)


@app.command()
def demo() -> int:
    """An embedded AWS with a DEV made by hand in it: found, matched, imported, proven untouched. Needs no account."""
    from cli.demo import show

    return show()


def of_the_machine(error: OSError) -> CounterPromoError:
    """What the operating system would not do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return CounterPromoError(f"the disk is full: {error}", cure="make room and run the same command again")
    return CounterPromoError(str(error))


def main() -> None:
    """Run the command line; the only place that catches."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as `nohup` wants it
        signal.signal(signal.SIGHUP, signal.default_int_handler)
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
        tell(of_the_machine(error))
        code = CounterPromoError.exit_code
    if code == INTERRUPTED:  # typer makes it of a Ctrl-C, too
        stderr().print("interrupted: run the same command again to go on")
    sys.exit(code)


if __name__ == "__main__":
    main()

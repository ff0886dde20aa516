"""`counterpromo`: assembles the commands, runs the one that was typed, and turns errors into exit codes.

Exit codes: 0 done or no changes, 1 broken, 2 the plan has changes, 3 refused, 4 imported in part, 130 interrupted.
An operation is loaded when its command is called, so that `--help` loads neither boto3 nor Node.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import click
import typer
from click.core import ParameterSource

from cli import standard_streams
from cli.commands import audit, imports, plans, state, workflows
from cli.schema import commands as schema_commands
from cli.terminal import print_error, show_identity, stderr
from errors import CounterPromoError, ExitCode
from machine import masking, os_errors, unknown_errors
from machine.checkout import current_folder, refuse_other_checkout
from operations.workspace import PROJECT, Workspace

app = typer.Typer(
    name="counterpromo",
    help="Adopt, plan and apply the environments of this project. A command asks before it writes.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
for commands in (imports, plans, audit, state, workflows):
    app.add_typer(commands.app)
app.add_typer(schema_commands.app, name="schema")


@app.callback()
def settings_folder(
    context: typer.Context,
    envs: Annotated[Path | None, typer.Option(envvar="COUNTERPROMO_ENVS", help="Folder of the settings files.")] = None,
) -> None:
    workspace = Workspace.of(envs=envs)
    if not {"--help", "-h"} & set(sys.argv):
        refuse_other_checkout(PROJECT, places=_places(workspace, context))
    context.obj = workspace


def _places(workspace: Workspace, context: typer.Context) -> Iterator[tuple[str, Path]]:
    """Yields the folders that must not be in another checkout. A folder given with `--envs` may be."""
    yield "the current folder", current_folder()
    yield "CDKTF_OUTDIR", workspace.out
    if context.get_parameter_source("envs") is ParameterSource.ENVIRONMENT:
        yield "COUNTERPROMO_ENVS", workspace.envs


def main() -> None:
    """Runs the command line. Only this function catches errors; `unknown_errors` reports those that it does not."""
    standard_streams.open_closed()
    masking.remember_environment(os.environ)
    sys.stdout, sys.stderr = masking.masking(sys.stdout), masking.masking(sys.stderr)
    sys.excepthook = unknown_errors.hook(print_error)
    show_identity()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # `nohup` ignores it
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        command = typer.main.get_command(app)  # `app()` would set its own excepthook
        code = command(prog_name=app.info.name, standalone_mode=False)
        sys.stdout.flush()
    except CounterPromoError as error:
        print_error(error)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = ExitCode.BROKEN
    except (KeyboardInterrupt, click.Abort):
        code = ExitCode.INTERRUPTED
        for number in (signal.SIGINT, signal.SIGTERM):  # a second one, while this one is told
            signal.signal(number, signal.SIG_IGN)
    except BrokenPipeError:  # the reader of stdout has closed the pipe
        code = ExitCode.BROKEN
    except OSError as error:
        print_error(os_errors.explain(error))
        code = ExitCode.BROKEN
    if code == ExitCode.INTERRUPTED:  # typer also returns it, for a Ctrl-C
        stderr().print("interrupted: run the same command again to go on")
    standard_streams.drop_unwritable()
    sys.exit(code)


if __name__ == "__main__":
    main()

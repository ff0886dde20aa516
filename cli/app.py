"""`counterpromo`: the commands, their options, and what their endings mean to a shell.

Exit codes: 0 done or no changes, 1 broken, 2 changes present (`plan`), 3 refused, 130 interrupted. Commands are loaded
when they are called, so that `--help` costs neither boto3 nor Node.
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

from cli.commands import imports, plans, state
from cli.commands import workflows as pipeline
from cli.terminal import stderr, tell
from errors import CounterPromoError
from machine import masking, os_errors, unknown_errors
from machine.checkout import refuse_other_checkout
from operations.workspace import PROJECT, Workspace

INTERRUPTED = 130
app = typer.Typer(
    name="counterpromo",
    help="Adopt, plan and apply the environments of this project. Every command that writes asks first.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
for commands in (imports, plans, state, pipeline):
    app.add_typer(commands.app)


@app.callback()
def settings_folder(
    context: typer.Context,
    envs: Annotated[
        Path | None, typer.Option(envvar="COUNTERPROMO_ENVS", help="The folder of the settings files.")
    ] = None,
) -> None:
    workspace = Workspace.of(envs=envs)
    if not {"--help", "-h"} & set(sys.argv):
        refuse_other_checkout(PROJECT, places=_places(workspace, context))
    context.obj = workspace


def _places(workspace: Workspace, context: typer.Context) -> Iterator[tuple[str, Path]]:
    """The folders that must not lie in another checkout. `--envs`, typed by hand, may."""
    yield "the current folder", Path.cwd()
    yield "CDKTF_OUTDIR", workspace.out
    if context.get_parameter_source("envs") is ParameterSource.ENVIRONMENT:
        yield "COUNTERPROMO_ENVS", workspace.envs


def main() -> None:
    """Run the command line; the only place that catches. What is not caught here ends in `unknown_errors.report`."""
    masking.remember_environment(os.environ)
    sys.stdout, sys.stderr = masking.masking(sys.stdout), masking.masking(sys.stderr)
    sys.excepthook = unknown_errors.hook(tell)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as `nohup` wants it
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        code = typer.main.get_command(app)(standalone_mode=False)  # `app()` would set a hook of its own
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
        tell(os_errors.explain(error))
        code = CounterPromoError.exit_code
    if code == INTERRUPTED:  # typer makes it of a Ctrl-C, too
        stderr().print("interrupted: run the same command again to go on")
    sys.exit(code)


if __name__ == "__main__":
    main()

"""`counterpromo`: the commands, their options, and what their endings mean to a shell.

Exit codes: 0 done or no changes, 1 broken, 2 changes present (`plan`), 3 refused, 130 interrupted. Commands are loaded
when they are called, so that `--help` costs neither boto3 nor Node.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import click
import typer

from cli.commands import imports, plans, state
from cli.commands import workflows as pipeline
from cli.terminal import stderr, tell
from errors import CounterPromoError
from operations.workspace import Workspace

INTERRUPTED = 130
app = typer.Typer(
    name="counterpromo",
    help="Adopt, plan and apply the environments of this project. Every command that writes asks first.",
    no_args_is_help=True,
    add_completion=False,
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
    context.obj = Workspace.of(envs=envs)


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

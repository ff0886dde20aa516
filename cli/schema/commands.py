"""Commands for the schema of the database: capture, check, plan, apply, stamp, and the files of migrations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.options import Environment, Yes
from cli.terminal import check_answerable, confirm, say, step
from errors import ExitCode, Refused

if TYPE_CHECKING:
    from operations.schema.request import SchemaRequest

app = typer.Typer(help="Capture, check and change the schema of an environment's database. No row of data is read.")
Url = Annotated[
    str | None,
    typer.Option(
        "--url",
        help="URL of the database without a password, often through a tunnel: postgresql://USER@127.0.0.1:PORT/NAME. "
        "Without it, the schema task runs in the private network ([schema_task] of the settings). "
        "The password comes from PGPASSWORD, or from Secrets Manager with your credentials.",
    ),
]
IfOn = Annotated[
    bool,
    typer.Option(
        "--if-on",
        help="For pipelines: if the environment has no schema task, say so and end with exit code 0.",
    ),
]
FOLDER = Path(__file__).parent.parent.parent / "database_schema"


@app.callback()
def folder(
    context: typer.Context,
    migrations: Annotated[
        Path,
        typer.Option(
            envvar="COUNTERPROMO_MIGRATIONS",
            metavar="FOLDER",
            help="Folder with `versions` and `snapshots`. Default: database_schema in this checkout.",
            show_default=False,
        ),
    ] = FOLDER,
) -> None:
    context.meta["migrations"] = migrations.absolute()


def _request(context: typer.Context, environment: str, url: str | None) -> SchemaRequest:
    from operations.schema.request import SchemaRequest

    return SchemaRequest(environment=environment, workspace=context.obj, url=url, folder=context.meta["migrations"])


def _is_off(asked: SchemaRequest, *, if_on: bool) -> bool:
    """Prints why the schema task is off, and returns true, if the command is to end then."""
    from operations.schema.request import why_off

    reason = why_off(asked) if if_on else ""
    if reason:
        say(reason)
    return bool(reason)


@app.command()
def capture(
    context: typer.Context,
    environment: Environment,
    url: Url = None,
    show: Annotated[bool, typer.Option("--print", help="Print the SQL instead, and write no file.")] = False,
) -> int:
    """Write the live schema as the first migration, with a summary. The database is only read."""
    from operations.schema import files, request

    with step(f"capturing the schema of {environment}"):
        captured = request.capture(_request(context, environment, url))
    if show:
        say(files.baseline(captured, environment=environment))
        return ExitCode.DONE
    for path in files.write_capture(captured, environment=environment, folder=context.meta["migrations"]):
        say(f"{environment}: in {path}")
    for line in captured.summary:
        say(f"  {line}")
    say(f"to go on: review the files, then counterpromo schema stamp {environment}", style="bold green")
    return ExitCode.DONE


@app.command()
def check(context: typer.Context, environment: Environment, url: Url = None, if_on: IfOn = False) -> int:
    """Compare the live schema with the migrations. Exit code 0: the same; 2: it differs, or migrations are pending."""
    from cli.schema.show import show_checked
    from operations.schema import request

    asked = _request(context, environment, url)
    if _is_off(asked, if_on=if_on):
        return ExitCode.DONE
    with step(f"comparing the schema of {environment}"):
        checked = request.check(asked)
    show_checked(checked, environment=environment)
    return ExitCode.CHANGES if checked.differences or checked.pending or not checked.phase_1_complete else ExitCode.DONE


@app.command()
def plan(context: typer.Context, environment: Environment, url: Url = None, if_on: IfOn = False) -> int:
    """Show the pending migrations: SQL, locks, and what the linter found. Exit code 2: some are pending."""
    from cli.schema.show import show_planned
    from operations.schema import request

    asked = _request(context, environment, url)
    if _is_off(asked, if_on=if_on):
        return ExitCode.DONE
    with step(f"reading what the database of {environment} has"):
        planned = request.plan(asked)
    show_planned(planned, environment=environment)
    if planned.refusals:
        return ExitCode.REFUSED
    return ExitCode.CHANGES if planned.pending else ExitCode.DONE


@app.command()
def apply(
    context: typer.Context, environment: Environment, url: Url = None, yes: Yes = False, if_on: IfOn = False
) -> int:
    """Apply the pending migrations, each in one transaction. A second run does nothing."""
    from cli.schema.show import show_planned
    from operations.schema import request

    check_answerable(yes=yes)
    asked = _request(context, environment, url)
    if _is_off(asked, if_on=if_on):
        return ExitCode.DONE
    with step(f"reading what the database of {environment} has"):
        planned = request.plan(asked)
    show_planned(planned, environment=environment)
    if not planned.pending:
        return ExitCode.DONE
    if planned.refusals:
        raise Refused(planned.refusals[0], cure=f"mend it, then: counterpromo schema plan {environment}")
    confirm(f"apply {len(planned.pending)} migrations to {environment}?", yes=yes)
    with step(f"applying migrations to {environment}"):
        applied = request.apply(asked)
    for name in applied.migrations:
        say(f"{environment}: applied {name}", style="bold green")
    return ExitCode.DONE


@app.command()
def stamp(context: typer.Context, environment: Environment, url: Url = None, yes: Yes = False) -> int:
    """Record that a database made by hand holds the schema of the migrations, after proving that it does."""
    from operations.schema import request

    check_answerable(yes=yes)
    confirm(f"record in the database of {environment} that it holds the schema of the migrations?", yes=yes)
    for name in request.stamp(_request(context, environment, url)).migrations:
        say(f"{environment}: stamped with {name}", style="bold green")
    return ExitCode.DONE


@app.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name in lower-case words: add_tags.")],
) -> int:
    """Write the file of the next migration from a template."""
    from operations.schema.files import write_new

    say(
        f"write the SQL into {write_new(name, folder=context.meta['migrations'])}, then: counterpromo schema snapshot",
        style="bold green",
    )
    return ExitCode.DONE


@app.command()
def snapshot(context: typer.Context) -> int:
    """Apply the migrations to an empty PostgreSQL of the sandbox, and write the schema after each one."""
    from database_schema.connection import Database, parse
    from operations.schema.files import write_snapshots
    from sandbox.postgres.server import SUPERUSER, PostgresServer

    with step("applying the migrations to an empty server"), PostgresServer.start() as server:
        database = Database(options=parse(server.url("postgres", user=SUPERUSER)), password=server.password)
        written = list(write_snapshots(database, folder=context.meta["migrations"]))
    for path in written:
        say(f"wrote {path}")
    say("the snapshots fit the migrations", style="bold green")
    return ExitCode.DONE

"""The request of a schema command, and its two ways to the database: direct, or as a task in the private network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from aws import identity
from database_schema.connection import Database, parse
from database_schema.jobs import JOBS, Job, Result
from database_schema.migrations.files import FOLDER
from database_schema.results import Applied, Captured, Checked, Planned
from envs.load import load
from errors import Refused
from modules.settings import Settings
from operations.schema.password import database_password
from operations.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class SchemaRequest:
    """`url` leads to the database, often through a tunnel; it holds no password. `folder` holds the migrations."""

    environment: str
    workspace: Workspace
    url: str | None
    folder: Path = FOLDER


def capture(request: SchemaRequest) -> Captured:
    """Captures the live schema."""
    return cast(Captured, _run(request, Job.CAPTURE))


def check(request: SchemaRequest) -> Checked:
    """Compares the live schema with the migrations."""
    return cast(Checked, _run(request, Job.CHECK))


def plan(request: SchemaRequest) -> Planned:
    """Returns the pending migrations."""
    return cast(Planned, _run(request, Job.PLAN))


def apply(request: SchemaRequest) -> Applied:
    """Applies the pending migrations."""
    return cast(Applied, _run(request, Job.APPLY))


def stamp(request: SchemaRequest) -> Applied:
    """Records that the database holds the schema of the migrations."""
    return cast(Applied, _run(request, Job.STAMP))


def _run(request: SchemaRequest, job: Job) -> Result:
    settings = load(request.environment, request.workspace.envs)
    return JOBS[job](_database(request, settings), environment=request.environment, folder=request.folder)


def _database(request: SchemaRequest, settings: Settings) -> Database:
    """Returns the database of the URL. Raises Refused if its name is not that of the settings."""
    if request.url is None:
        raise Refused(
            f"the database of {request.environment} is in private subnets, and no way to it is given",
            cure=f"open a tunnel, then add --url postgresql://{settings.database.username}@127.0.0.1:PORT/"
            f"{settings.database.name}",
        )
    options = parse(request.url)
    if options["dbname"] != settings.database.name:
        raise Refused(
            f"the URL names database {options['dbname']}; that of {request.environment} is {settings.database.name}",
            cure="correct the URL, or database.name in the settings file",
        )
    options.setdefault("user", settings.database.username)
    return Database(
        options=options, password=database_password(settings, account=lambda: identity.identify(settings.aws))
    )

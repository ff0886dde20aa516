"""The request of a schema command, and the choice of the way to the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from aws import identity
from database_schema import jobs
from database_schema.connection import Database, parse
from database_schema.migrations.files import FOLDER
from database_schema.results import Applied, Captured, Checked, Planned
from envs.load import load
from errors import Refused
from modules.settings import Settings
from operations.schema.password import database_password
from operations.schema.ways import Direct, InNetwork, Way
from operations.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class SchemaRequest:
    """`url` leads to the database, often through a tunnel; it holds no password. Without it a task on Fargate runs.

    `folder` holds the migrations.
    """

    environment: str
    workspace: Workspace
    url: str | None
    folder: Path = FOLDER

    @cached_property
    def settings(self) -> Settings:
        """Returns the settings of the environment. Raises CounterPromoError for faults in them."""
        return load(self.environment, self.workspace.envs)

    @cached_property
    def way(self) -> Way:
        """Returns the way to the database. It asks for account and password once, also if a command plans and applies.

        Raises Refused if there is no way.
        """
        return _way(self)


def capture(request: SchemaRequest) -> Captured:
    """Captures the live schema."""
    return jobs.captured(request.way.facts(schema=True))


def check(request: SchemaRequest) -> Checked:
    """Compares the live schema with the migrations."""
    return jobs.checked(request.way.facts(schema=True), folder=request.folder)


def plan(request: SchemaRequest) -> Planned:
    """Returns the pending migrations."""
    return jobs.planned(request.way.facts(schema=False), environment=request.environment, folder=request.folder)


def apply(request: SchemaRequest) -> Applied:
    """Applies the pending migrations."""
    return request.way.apply()


def stamp(request: SchemaRequest) -> Applied:
    """Records that the database holds the schema of the migrations."""
    return request.way.stamp()


def why_off(request: SchemaRequest) -> str:
    """Returns why no task can run in the network of the environment; empty if one can."""
    task = request.settings.schema_task
    if task is None:
        return f"{request.environment} has no schema task: no pipeline can read or change the schema of its database"
    if not task.digest:
        return f"schema_task.digest of {request.environment} is empty: no image of the schema task is pushed yet"
    return ""


def _way(request: SchemaRequest) -> Way:
    settings = request.settings
    if request.url is not None:
        database = _database(request.url, settings)
        return Direct(database=database, environment=request.environment, folder=request.folder)
    task, tunnel = settings.schema_task, f"{settings.database.username}@127.0.0.1:PORT/{settings.database.name}"
    if task is None or not task.digest:
        raise Refused(
            f"the database of {request.environment} is in private subnets, and no way to it is given: "
            f"{why_off(request)}",
            cure=f"open a tunnel, then add --url postgresql://{tunnel}; or see docs/runbooks/change-the-schema.md",
        )
    account = identity.identify(settings.aws)
    return InNetwork(account=account, settings=settings, task=task, folder=request.folder)


def _database(url: str, settings: Settings) -> Database:
    """Returns the database of the URL. Raises Refused if its name is not that of the settings."""
    options = parse(url)
    if options["dbname"] != settings.database.name:
        raise Refused(
            f"the URL names database {options['dbname']}; that of {settings.environment} is {settings.database.name}",
            cure="correct the URL, or database.name in the settings file",
        )
    options.setdefault("user", settings.database.username)
    return Database(
        options=options, password=database_password(settings, account=lambda: identity.identify(settings.aws))
    )

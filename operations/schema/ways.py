"""The two ways to a database: direct, by a URL, and in the network, as a task on Fargate. Both have one interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from database_schema import jobs
from database_schema.connection import Database
from database_schema.facts import Facts, from_json, read_facts
from database_schema.migrations.files import checksum
from database_schema.results import Applied
from database_schema.task_lines import is_result, result_in
from errors import CounterPromoError, ExitCode, Refused
from modules.schema_task.container import CONTAINER, LOG_PREFIX
from modules.schema_task.settings import SchemaTaskSettings
from modules.settings import Settings
from operations.schema.ecs_task import Ended, TaskPlace, run

if TYPE_CHECKING:
    from aws.identity import Account


class Way(Protocol):
    """A way to the database of one environment."""

    def facts(self, *, schema: bool) -> Facts: ...

    def apply(self) -> Applied: ...

    def stamp(self) -> Applied: ...


@dataclass(frozen=True, kw_only=True)
class Direct:
    """A connection from this machine."""

    database: Database
    environment: str
    folder: Path

    def facts(self, *, schema: bool) -> Facts:
        """Reads the facts."""
        return read_facts(self.database, environment=self.environment, schema=schema)

    def apply(self) -> Applied:
        """Applies the pending migrations."""
        return jobs.run_apply(self.database, environment=self.environment, folder=self.folder)

    def stamp(self) -> Applied:
        """Records that the database holds the schema of the migrations."""
        return jobs.run_stamp(self.database, environment=self.environment, folder=self.folder)


@dataclass(frozen=True, kw_only=True)
class InNetwork:
    """A task on Fargate in the private subnets. Its image holds the migrations; the checksum proves that they agree."""

    account: Account
    settings: Settings
    task: SchemaTaskSettings
    folder: Path

    def facts(self, *, schema: bool) -> Facts:
        """Reads the facts with the task definition that only reads."""
        return from_json(self._run(self.task.read_family, ["facts", *(["--schema"] if schema else [])]))

    def apply(self) -> Applied:
        """Applies the pending migrations."""
        return self._change("apply")

    def stamp(self) -> Applied:
        """Records that the database holds the schema of the migrations."""
        return self._change("stamp")

    def _change(self, job: str) -> Applied:
        result = self._run(self.task.apply_family, [job, "--migrations", checksum(self.folder)])
        return Applied(migrations=tuple(result["migrations"]))

    def _run(self, family: str, arguments: Sequence[str]) -> Any:
        settings = self.settings
        place = TaskPlace(
            cluster=settings.cluster.name,
            service=settings.services[self.task.service].name,
            family=family,
            container=CONTAINER,
            environment=settings.environment,
            log_group=settings.cluster.log_group,
            log_prefix=LOG_PREFIX,
        )
        return _result(run(self.account, place, arguments), place)


def _result(ended: Ended, place: TaskPlace) -> Any:
    """Returns the result of a task. Raises the error that the task reported, or CounterPromoError without a result."""
    result = result_in(ended.lines)
    if result is None:
        said = " | ".join(line for line in ended.lines[-3:] if not is_result(line)) or "nothing"
        raise CounterPromoError(
            f"the task {place.family} ended with exit code {ended.exit_code} and without a result; "
            f"its log says: {said}",
            cure=f"read log group {place.log_group}, stream {place.log_prefix}/{place.container}/"
            f"{ended.arn.rpartition('/')[2]}",
        )
    if "error" in result:
        kind = Refused if result["exit_code"] == ExitCode.REFUSED else CounterPromoError
        raise kind(result["error"], cure=result["cure"])
    return result

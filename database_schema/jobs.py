"""The jobs on one database: capture, check, plan, apply and stamp, here or as a task in the private network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from enum import StrEnum
from pathlib import Path

from database_schema import phase_1
from database_schema.capture import Capture, capture
from database_schema.compare.compare import compare
from database_schema.connection import Database, connected
from database_schema.migrations.apply import apply_pending, exclusive, refuse_unrecorded
from database_schema.migrations.files import FOLDER, Migration, migrations, snapshot
from database_schema.migrations.ledger import make_ledger, read_ledger, record, relations
from database_schema.migrations.lint import lint
from database_schema.migrations.locks import locks
from database_schema.migrations.statement_rules import Finding
from database_schema.results import Applied, Captured, Checked, PendingMigration, Planned
from database_schema.sql.roles import roles
from errors import Refused

Result = Captured | Checked | Planned | Applied


class Job(StrEnum):
    """The jobs, by the words of the command line."""

    CAPTURE = "capture"
    CHECK = "check"
    PLAN = "plan"
    APPLY = "apply"
    STAMP = "stamp"


def run_capture(database: Database, *, environment: str, folder: Path = FOLDER) -> Captured:
    """Captures the schema of the database, which must not be that of another environment."""
    with connected(database) as connection:
        read_ledger(connection, environment=environment)
    captured = capture(database)
    return Captured(sql=captured.text(), summary=captured.summary(), server=_version(captured.server_version))


def run_check(database: Database, *, environment: str, folder: Path = FOLDER) -> Checked:
    """Compares the database with the snapshot of the last migration that it has."""
    known = migrations(folder)
    with connected(database) as connection:
        ledger = read_ledger(connection, environment=environment)
    pending = ledger.pending(known)
    number = ledger.number if ledger.exists else len(known)
    live = capture(database)
    return Checked(
        number=number,
        stamped=ledger.exists,
        pending=tuple(map(str, pending)) if ledger.exists else (),
        phase_1=tuple(phase_1.report(live.objects)),
        phase_1_complete=not phase_1.missing_tables(live.objects),
        differences=compare(snapshot(number, folder), live.objects),
        server=_version(live.server_version),
    )


def run_plan(database: Database, *, environment: str, folder: Path = FOLDER) -> Planned:
    """Returns the pending migrations with findings and locks. Raises Refused if an apply could not begin."""
    known = migrations(folder)
    with connected(database) as connection:
        ledger = read_ledger(connection, environment=environment)
        if not ledger.exists:
            refuse_unrecorded(relations(connection), environment=environment)
        version = connection.info.server_version
        there = {str(row[0]) for row in connection.execute("SELECT rolname FROM pg_catalog.pg_roles").fetchall()}
    pending = tuple(_pending(each, major=version // 10000, there=there) for each in ledger.pending(known))
    return Planned(pending=pending, server=_version(version))


def run_apply(database: Database, *, environment: str, folder: Path = FOLDER) -> Applied:
    """Applies the pending migrations, after their lint. Raises Refused if a finding refuses one of them."""
    planned = run_plan(database, environment=environment, folder=folder)
    if planned.refusals:
        raise Refused(planned.refusals[0], cure=f"mend the migration, then: counterpromo schema plan {environment}")
    with connected(database) as connection:
        applied = apply_pending(connection, migrations(folder), environment=environment)
    return Applied(migrations=tuple(map(str, applied)))


def run_stamp(database: Database, *, environment: str, folder: Path = FOLDER) -> Applied:
    """Records the migrations whose result the database already holds, without running one.

    Raises Refused unless the live schema is exactly that after one of the migrations.
    """
    known = migrations(folder)
    with connected(database) as connection, exclusive(connection):
        ledger = read_ledger(connection, environment=environment)
        if ledger.records:
            raise Refused(
                f"the database is stamped already, with migration {ledger.number:04}",
                cure=f"counterpromo schema check {environment}",
            )
        reached = _reached(capture(database), known, environment=environment, folder=folder)
        with connection.transaction():
            if not ledger.exists:
                make_ledger(connection, environment=environment)
            for migration in reached:
                record(connection, migration, stamped=True)
    return Applied(migrations=tuple(map(str, reached)))


JOBS: Mapping[Job, Callable[..., Result]] = {
    Job.CAPTURE: run_capture,
    Job.CHECK: run_check,
    Job.PLAN: run_plan,
    Job.APPLY: run_apply,
    Job.STAMP: run_stamp,
}


def _reached(live: Capture, known: tuple[Migration, ...], *, environment: str, folder: Path) -> tuple[Migration, ...]:
    """Returns the migrations up to the one whose snapshot is the live schema."""
    for number in range(len(known), 0, -1):
        if not compare(snapshot(number, folder), live.objects):
            return known[:number]
    differences = compare(snapshot(len(known), folder), live.objects)
    first = f"{differences[0].change} {differences[0].object}"
    raise Refused(
        f"the live schema is not that of any migration; {len(differences)} objects differ from the last one: {first}",
        cure=f"counterpromo schema check {environment}; or, before any other environment has the schema: "
        f"counterpromo schema capture {environment}",
    )


def _pending(migration: Migration, *, major: int, there: Set[str]) -> PendingMigration:
    missing = tuple(
        Finding(
            rule="role",
            message=f"the server has no role {role}; make it (CREATE ROLE), or take its grants out of the migration",
            refuses=True,
        )
        for role in sorted(roles(migration.sql) - there)
    )
    return PendingMigration(
        name=str(migration),
        sql=migration.sql,
        findings=(*missing, *lint(migration, major=major)),
        locks=tuple(map(str, locks(migration))),
    )


def _version(number: int) -> str:
    """Returns `16.4` for 160004: https://www.postgresql.org/docs/17/libpq-status.html#LIBPQ-PQSERVERVERSION"""
    return f"{number // 10000}.{number % 10000}"

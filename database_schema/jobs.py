"""The jobs on a database. Check, plan and capture work on facts; apply and stamp change the database's ledger.

Each job on a database is split: what must happen at the database can run as a task in the private network.
"""

from __future__ import annotations

from pathlib import Path

from database_schema import phase_1
from database_schema.capture import Capture, capture
from database_schema.compare.compare import compare
from database_schema.connection import Database, connected
from database_schema.facts import Facts, read_facts
from database_schema.migrations.apply import apply_pending, exclusive, refuse_unrecorded
from database_schema.migrations.files import FOLDER, Migration, migrations, snapshot
from database_schema.migrations.ledger import make_ledger, read_ledger, record
from database_schema.migrations.lint import lint
from database_schema.migrations.locks import locks
from database_schema.migrations.statement_rules import Finding
from database_schema.results import Applied, Captured, Checked, PendingMigration, Planned
from database_schema.sql.roles import roles
from errors import Refused


def captured(facts: Facts) -> Captured:
    """Returns the schema among the facts as SQL, with a summary."""
    return Captured(sql=facts.captured.text(), summary=facts.captured.summary(), server=facts.server)


def checked(facts: Facts, *, folder: Path = FOLDER) -> Checked:
    """Compares the database with the snapshot of the last migration that it has."""
    known = migrations(folder)
    ledger, live = facts.ledger, facts.captured.objects
    pending = ledger.pending(known)
    number = ledger.number if ledger.exists else len(known)
    return Checked(
        number=number,
        stamped=ledger.exists,
        pending=tuple(map(str, pending)) if ledger.exists else (),
        phase_1=tuple(phase_1.report(live)),
        phase_1_complete=not phase_1.missing_tables(live),
        differences=compare(snapshot(number, folder), live),
        server=facts.server,
    )


def planned(facts: Facts, *, environment: str, folder: Path = FOLDER) -> Planned:
    """Returns the pending migrations with findings and locks. Raises Refused if an apply could not begin."""
    known = migrations(folder)
    if not facts.ledger.exists:
        refuse_unrecorded(facts.relations, environment=environment)
    return Planned(
        pending=tuple(_pending(each, facts) for each in facts.ledger.pending(known)),
        server=facts.server,
    )


def run_capture(database: Database, *, environment: str) -> Captured:
    """Captures the schema of the database, which must not be that of another environment."""
    return captured(read_facts(database, environment=environment, schema=True))


def run_check(database: Database, *, environment: str, folder: Path = FOLDER) -> Checked:
    """Reads the facts about a database, and checks them."""
    return checked(read_facts(database, environment=environment, schema=True), folder=folder)


def run_plan(database: Database, *, environment: str, folder: Path = FOLDER) -> Planned:
    """Reads the facts about a database, and plans with them."""
    return planned(read_facts(database, environment=environment, schema=False), environment=environment, folder=folder)


def run_apply(database: Database, *, environment: str, folder: Path = FOLDER) -> Applied:
    """Applies the pending migrations, after their lint. Raises Refused if a finding refuses one of them."""
    refuse(run_plan(database, environment=environment, folder=folder), environment=environment)
    with connected(database) as connection:
        applied = apply_pending(connection, migrations(folder), environment=environment)
    return Applied(migrations=tuple(map(str, applied)))


def refuse(plan: Planned, *, environment: str) -> None:
    """Raises Refused if a finding refuses a pending migration."""
    if plan.refusals:
        raise Refused(plan.refusals[0], cure=f"mend the migration, then: counterpromo schema plan {environment}")


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


def _pending(migration: Migration, facts: Facts) -> PendingMigration:
    missing = tuple(
        Finding(
            rule="role",
            message=f"the server has no role {role}; make it (CREATE ROLE), or take its grants out of the migration",
            refuses=True,
        )
        for role in sorted(roles(migration.sql) - facts.roles)
    )
    return PendingMigration(
        name=str(migration),
        sql=migration.sql,
        findings=(*missing, *lint(migration, major=facts.server_version // 10000)),
        locks=tuple(map(str, locks(migration))),
    )

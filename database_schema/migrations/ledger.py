"""The record of applied migrations, in a schema of its own in the same database, and the environment it belongs to.

Nothing here reads or changes a row of the application.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from database_schema.capture import LEDGER
from database_schema.migrations.files import Migration
from errors import Refused

Connection = psycopg.Connection[tuple[Any, ...]]
COMMENT = "environment: {environment}; made by `counterpromo schema`"
_MADE = """
CREATE SCHEMA counterpromo_schema;
CREATE TABLE counterpromo_schema.applied (
    number integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    stamped boolean NOT NULL,
    began_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    applied_by text DEFAULT current_user NOT NULL
);
"""
# Relations of the application: not of the system, not of an extension.
_RELATIONS = """
SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_' AND n.nspname NOT IN
    ('information_schema', 'counterpromo_schema')
AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    AND d.objid = c.oid AND d.deptype = 'e') ORDER BY 1
"""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One row of the ledger. `ended` is false for a migration without transaction that was cut off."""

    number: int
    name: str
    checksum: str
    ended: bool


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The migrations that a database has; `exists` is false before the first apply or stamp."""

    exists: bool
    records: tuple[Record, ...]

    def pending(self, migrations: Sequence[Migration]) -> tuple[Migration, ...]:
        """Returns the migrations that are not applied, after checking those that are.

        Raises Refused if an applied migration was edited, renamed or removed.
        """
        for record in self.records:
            _check(record, migrations)
        ended = {record.number for record in self.records if record.ended}
        return tuple(each for each in migrations if each.number not in ended)

    @property
    def number(self) -> int:
        """Returns the number of the last migration that has ended; 0 for none."""
        return max((record.number for record in self.records if record.ended), default=0)


def read_ledger(connection: Connection, *, environment: str) -> Ledger:
    """Reads the ledger. Raises Refused if the database belongs to another environment."""
    row = connection.execute(
        "SELECT pg_catalog.obj_description(oid, 'pg_namespace') FROM pg_catalog.pg_namespace WHERE nspname = %s",
        [LEDGER],
    ).fetchone()
    if row is None:
        return Ledger(exists=False, records=())
    if row[0] != COMMENT.format(environment=environment):
        found = str(row[0]).partition("environment: ")[2].partition(";")[0] or "an unknown one"
        raise Refused(
            f"this database belongs to environment {found}, not to {environment}, according to its schema {LEDGER}",
            cure=f"check the URL and the tunnel; or: counterpromo schema check {found}",
        )
    rows = connection.execute(
        "SELECT number, name, checksum, ended_at IS NOT NULL FROM counterpromo_schema.applied ORDER BY number"
    ).fetchall()
    return Ledger(
        exists=True,
        records=tuple(Record(number=row[0], name=row[1], checksum=row[2], ended=row[3]) for row in rows),
    )


def make_ledger(connection: Connection, *, environment: str) -> None:
    """Makes the empty ledger, in one transaction."""
    with connection.transaction():
        connection.execute(_MADE)
        comment = sql.Literal(COMMENT.format(environment=environment))
        connection.execute(sql.SQL("COMMENT ON SCHEMA counterpromo_schema IS {}").format(comment))


def record(connection: Connection, migration: Migration, *, ended: bool = True, stamped: bool = False) -> None:
    """Writes a migration into the ledger; a row that had not ended gets its end."""
    connection.execute(
        "INSERT INTO counterpromo_schema.applied (number, name, checksum, stamped, ended_at) "
        "VALUES (%s, %s, %s, %s, CASE WHEN %s THEN pg_catalog.now() END) ON CONFLICT (number) DO UPDATE "
        "SET name = excluded.name, checksum = excluded.checksum, ended_at = excluded.ended_at",
        [migration.number, migration.name, migration.checksum, stamped, ended],
    )


def relations(connection: Connection) -> tuple[str, ...]:
    """Returns the names of the tables, views and sequences that the database holds, outside of the ledger."""
    return tuple(str(row[0]) for row in connection.execute(_RELATIONS).fetchall())


def _check(record: Record, migrations: Sequence[Migration]) -> None:
    found = next((each for each in migrations if each.number == record.number), None)
    label = f"{record.number:04}_{record.name}"
    if found is None:
        raise Refused(
            f"the database has migration {label}, and this checkout has not",
            cure="git pull, or restore database_schema/versions/" + label + ".sql",
        )
    if record.ended and (found.checksum != record.checksum or found.name != record.name):
        now, then = found.checksum[:12], record.checksum[:12]
        raise Refused(
            f"migration {label} was changed after it was applied: its checksum is {now}, and {then} was applied",
            cure=f"restore database_schema/versions/{label}.sql (git log), and write the change as a new migration",
        )

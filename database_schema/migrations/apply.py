"""Applies pending migrations: one session, an advisory lock, one transaction for each migration.

A migration that fails is rolled back; those before it stay. A migration with `transaction: none` is recorded before it
begins, so that the next apply knows what it may have left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from psycopg import sql
from psycopg.pq import TransactionStatus

from database_schema.migrations.files import Migration
from database_schema.migrations.ledger import Connection, make_ledger, read_ledger, record, relations
from database_schema.sql.scan import statements
from errors import CounterPromoError, Refused

LOCK_KEY = 4_370_643_421  # one number for all databases: an advisory lock is local to its database
LOCK_TIMEOUT = "5s"
_HOLDER = """
SELECT a.pid, a.usename, a.application_name, a.client_addr::text, a.backend_start::text
FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
AND (l.classid::bigint << 32) + l.objid::bigint = %s
"""


@contextmanager
def exclusive(connection: Connection) -> Iterator[None]:
    """Holds the advisory lock of migrations. Raises CounterPromoError that names who holds it already."""
    row = connection.execute("SELECT pg_catalog.pg_try_advisory_lock(%s)", [LOCK_KEY]).fetchone()
    if not (row and row[0]):
        holder = connection.execute(_HOLDER, [LOCK_KEY]).fetchone()
        who = "another session" if holder is None else (
            f"{holder[1]} from {holder[3] or 'the server'}, as {holder[2] or 'an unnamed program'}, "
            f"since {holder[4]} (process {holder[0]})"
        )  # fmt: skip
        raise CounterPromoError(
            f"another run changes the schema of this database: {who}", cure="wait until it has ended, then run again"
        )
    yield  # PostgreSQL releases the lock with the session, also when this process is killed


def apply_pending(
    connection: Connection,
    migrations: Sequence[Migration],
    *,
    environment: str,
    on_applied: Callable[[Migration], None] = lambda migration: None,
) -> tuple[Migration, ...]:
    """Applies what is pending, and returns it. Makes the ledger in a database that holds nothing yet.

    Raises Refused if the database holds objects without a ledger, or if an applied migration was edited.
    """
    with exclusive(connection):
        ledger = read_ledger(connection, environment=environment)
        pending = ledger.pending(migrations)
        if not ledger.exists:
            refuse_unrecorded(relations(connection), environment=environment)
            make_ledger(connection, environment=environment)
        begun = {each.number for each in ledger.records if not each.ended}
        for migration in pending:
            if migration.transaction:
                _apply(connection, migration)
            else:
                _apply_alone(connection, migration, again=migration.number in begun)
            on_applied(migration)
        return pending


def refuse_unrecorded(found: Sequence[str], *, environment: str) -> None:
    """Raises Refused if there are objects: a migration would meet what somebody has made by hand."""
    if found:
        shown = ", ".join(found[:4]) + (", ..." if len(found) > 4 else "")
        raise Refused(
            f"the database holds {len(found)} objects that no migration has made: {shown}",
            cure=f"if they are those of the migrations: counterpromo schema stamp {environment}",
        )


def _apply(connection: Connection, migration: Migration) -> None:
    with connection.transaction():
        for setting in _settings(migration):
            connection.execute(sql.SQL("SET LOCAL ") + setting)
        connection.execute(migration.sql.encode())
        if connection.info.transaction_status is not TransactionStatus.INTRANS:
            raise Refused(
                f"migration {migration} has ended the transaction itself", cure="take COMMIT and ROLLBACK out"
            )
        connection.execute("SET LOCAL search_path TO DEFAULT")
        record(connection, migration)


def _apply_alone(connection: Connection, migration: Migration, *, again: bool) -> None:
    """Runs the one statement of the migration outside of a transaction."""
    if again and (index := _concurrent_index(migration)):
        state = connection.execute(
            "SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass(%s)", [index]
        ).fetchone()
        if state and state[0]:
            record(connection, migration)
            return
        if state:  # the unfinished index of the earlier run, which PostgreSQL never uses
            connection.execute(sql.SQL("DROP INDEX CONCURRENTLY " + index))
    record(connection, migration, ended=False)
    for setting in _settings(migration):
        connection.execute(sql.SQL("SET ") + setting)
    try:
        connection.execute(migration.sql.encode())
    finally:
        if not connection.closed:
            connection.execute("RESET ALL")
    record(connection, migration)


def _settings(migration: Migration) -> Iterator[sql.Composed]:
    """Yields the settings of the session; names in a migration must say their schema, as in a dump."""
    for name, value in (
        ("lock_timeout", LOCK_TIMEOUT),
        ("statement_timeout", migration.statement_timeout),
        ("search_path", ""),
    ):
        yield sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(value))


def _concurrent_index(migration: Migration) -> str:
    """Returns the name of the index, with its table's schema, that CREATE INDEX CONCURRENTLY makes; empty otherwise."""
    words = [word for word in next(statements(migration.sql)).words if word not in {"IF", "NOT", "EXISTS", "UNIQUE"}]
    if words[:3] != ["CREATE", "INDEX", "CONCURRENTLY"] or "ON" not in words[4:5]:
        return ""
    table = words[words.index("ON") + 1 :]
    schema = f"{table[0]}." if table[1:2] == ["."] else ""
    return f"{schema}{words[3]}".lower() if '"' not in words[3] else f"{schema}{words[3]}"

"""The files of the migrations: a captured baseline, a new migration, and the snapshots after each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from psycopg import sql

from database_schema.capture import capture
from database_schema.connection import Database, connected
from database_schema.migrations.apply import apply_pending
from database_schema.migrations.files import FOLDER, migrations, next_path, snapshot_path
from database_schema.results import Captured
from database_schema.sql.roles import roles
from errors import Refused

BASELINE = "0001_phase_1.sql"
TEMPLATE = """-- {words}.
--
-- Expand, migrate, contract: docs/runbooks/change-the-schema.md. Write names with their schema, such as public.promos.
-- Header lines that a migration may need:
--   transaction: none            for CREATE INDEX CONCURRENTLY, alone in its file
--   loses: column public.t.c     for each table or column that is dropped with its rows
--   statement_timeout: 300s      if 60 seconds are too short

"""


def write_capture(captured: Captured, *, environment: str, folder: Path = FOLDER) -> tuple[Path, ...]:
    """Writes a capture as the first migration with its snapshot, and returns both paths.

    Raises Refused if a person has captured before, or if there are later migrations: databases may have them.
    """
    path = folder / "versions" / BASELINE
    existing = migrations(folder)
    text = baseline(captured, environment=environment)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return (path, snapshot_path(1, folder))
    if len(existing) > 1 or (existing and "-- ASSUMED." not in existing[0].sql):
        raise Refused(
            f"database_schema/versions/{BASELINE} is captured already, or other migrations follow it",
            cure=f"counterpromo schema check {environment}, and write what differs: counterpromo schema new NAME",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    snapshot_path(1, folder).parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    snapshot_path(1, folder).write_text(captured.sql, encoding="utf-8")
    return (path, snapshot_path(1, folder))


def baseline(captured: Captured, *, environment: str) -> str:
    """Returns a capture as a migration."""
    lines = [f"Phase 1, as captured from {environment}, PostgreSQL {captured.server}.", "", *captured.summary]
    header = "\n".join(f"-- {line}".rstrip() for line in lines)
    return f"{header}\n\nSET LOCAL check_function_bodies = false;\n\n{captured.sql}"


def write_new(name: str, *, folder: Path = FOLDER) -> Path:
    """Writes the file of the next migration, and returns it."""
    path = next_path(name, migrations(folder), folder)
    path.write_text(TEMPLATE.format(words=name.replace("_", " ").capitalize()), encoding="utf-8")
    return path


def write_snapshots(database: Database, *, folder: Path = FOLDER) -> Iterator[Path]:
    """Applies the migrations one by one to an empty database, and writes the schema after each.

    Yields each file that has changed. Makes the roles that the grants name: the server is thrown away.
    """
    known = migrations(folder)
    with connected(database) as connection:
        there = {row[0] for row in connection.execute("SELECT rolname FROM pg_catalog.pg_roles").fetchall()}
        for role in sorted({role for each in known for role in roles(each.sql)} - there):
            connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    for number in range(1, len(known) + 1):
        with connected(database) as connection:
            apply_pending(connection, known[:number], environment="snapshot")
        text, path = capture(database).text(), snapshot_path(number, folder)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            yield path

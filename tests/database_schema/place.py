"""A server with empty databases for tests, and migrations in a folder of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from database_schema.capture import capture
from database_schema.connection import Database, parse
from database_schema.migrations.files import snapshot_path
from sandbox.postgres.server import PostgresServer

ROLES = """
CREATE ROLE app LOGIN PASSWORD 'app-password' CREATEDB;
CREATE ROLE reader;
CREATE ROLE alice;
GRANT alice TO app;
"""
EXTENSIONS = ("citext", "pg_trgm", "pgcrypto", "hstore")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A running server with the roles of ROLES; `app` owns each database, as the master user of RDS does."""

    server: PostgresServer
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def on(cls, server: PostgresServer) -> Place:
        place = cls(server=server)
        with place.superuser("postgres") as connection:
            connection.execute(ROLES)
        return place

    def new_database(self, name: str = "") -> Database:
        """Makes an empty database."""
        named = name or f"test_{next(self.numbers)}"
        with self.superuser("postgres") as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {named} WITH (FORCE)".encode())
            connection.execute(f"CREATE DATABASE {named} OWNER app".encode())
        return self.database(named)

    def database(self, name: str, *, user: str = "app", password: str = "app-password") -> Database:
        return Database(options=parse(self.server.url(name, user=user)), password=password)

    @contextmanager
    def superuser(self, database: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        with psycopg.connect(self.server.url(database), password=self.server.password, autocommit=True) as connection:
            yield connection


@contextmanager
def session(database: Database) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    with psycopg.connect(database.conninfo(), password=database.password, autocommit=True) as connection:
        yield connection


def run(database: Database, sql: str) -> None:
    """Runs SQL as a migration does: names without a schema are not found."""
    with session(database) as connection:
        connection.execute(f"SET check_function_bodies = off; SET search_path = ''; {sql}".encode())


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with session(database) as connection:
        return connection.execute(query.encode()).fetchall()


def write_migrations(folder: Path, *texts: str) -> Path:
    """Writes migrations `0001_m1.sql`, `0002_m2.sql`, ... and returns their folder."""
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts, start=1):
        (folder / "versions" / f"{number:04}_m{number}.sql").write_text(text, encoding="utf-8")
    return folder


def write_snapshot(folder: Path, number: int, database: Database) -> None:
    path = snapshot_path(number, folder)
    path.parent.mkdir(exist_ok=True)
    path.write_text(capture(database).text(), encoding="utf-8")

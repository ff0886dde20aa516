"""The way to a database: host, name, role and TLS, from a URL without a password. The password comes apart from it.

https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-CONNSTRING
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import conninfo

from database_schema.failures import explain
from errors import Refused

CONNECT_SECONDS = 10
ALLOWED = ("host", "hostaddr", "port", "dbname", "user", "sslmode", "sslrootcert", "connect_timeout")


@dataclass(frozen=True, kw_only=True)
class Database:
    """A database to connect to. `options` are libpq's, by their keywords, without the password."""

    options: Mapping[str, str]
    password: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return self.options.get("dbname", "")

    @property
    def user(self) -> str:
        return self.options.get("user", "")

    def __str__(self) -> str:
        return f"{self.name} on {self.options.get('host', '')}:{self.options.get('port', '5432')}"

    def conninfo(self) -> str:
        """Returns libpq's connection string, without the password."""
        return conninfo.make_conninfo(**{"connect_timeout": str(CONNECT_SECONDS), **self.options})


def parse(url: str) -> dict[str, str]:
    """Reads a URL such as `postgresql://counterpromo@127.0.0.1:15432/counterpromo?sslmode=verify-full`.

    Raises Refused if it holds a password or an option that is not allowed here, or if it cannot be read.
    """
    example = "postgresql://USER@127.0.0.1:PORT/NAME"
    try:
        found = {key: str(value) for key, value in conninfo.conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError:
        raise Refused("the URL of the database cannot be read", cure=f"write it as {example}") from None
    if "password" in found:
        raise Refused(
            "the URL of the database holds a password, which other users of this machine can read in the process list",
            cure=f"leave it out ({example}), and put the password into PGPASSWORD; without PGPASSWORD it is read from "
            "Secrets Manager",
        )
    if unknown := sorted(found.keys() - set(ALLOWED)):
        raise Refused(f"the URL of the database holds {', '.join(unknown)}", cure=f"use only {', '.join(ALLOWED)}")
    for needed in ("host", "dbname"):
        if not found.get(needed):
            raise Refused(f"the URL of the database names no {needed}", cure=f"write it as {example}")
    return found


@contextmanager
def connected(database: Database) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Yields a connection in autocommit, named `counterpromo` in pg_stat_activity, and closes it.

    Raises CounterPromoError with cause and cure for every error of PostgreSQL.
    """
    try:
        with psycopg.connect(
            database.conninfo(),
            password=database.password,
            autocommit=True,
            application_name="counterpromo",
            prepare_threshold=None,
        ) as connection:
            yield connection
    except psycopg.Error as error:
        raise explain(error, database=str(database), user=database.user) from error

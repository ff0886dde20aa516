"""DEV's database on a real server: the address at which RDS is said to answer, and what people made in it."""

from __future__ import annotations

import os
from pathlib import Path

from sandbox.handmade.database import DEV_DATABASE, PORT
from sandbox.handmade.secrets import DATABASE_PASSWORD
from sandbox.postgres.habits import HABITS, habits_of
from sandbox.postgres.server import PostgresServer

SQL = Path(__file__).with_name("dev.sql")
ROLES = "CREATE ROLE reporting; CREATE ROLE alice; GRANT alice TO CURRENT_USER;"


def start_dev_server() -> PostgresServer:
    """Starts a server on the port of DEV's instance, at an address of 127.0.0.0/8 of this process alone (Linux)."""
    number = os.getpid()
    return PostgresServer.start(host=f"127.{64 + number // 62500 % 128}.{1 + number // 250 % 250}.{1 + number % 250}",
                                port=PORT, tls=True)  # fmt: skip


def objects(seed: int | None = None) -> bytes:
    """Returns the SQL of the objects in the database; a seed gives other habits than those of the hand-made DEV."""
    return b"\n".join([SQL.read_bytes(), *(HABITS[habit].encode() for habit in habits_of(seed))])


def make_dev_database(server: PostgresServer, *, seed: int | None = None) -> None:
    """Makes the master user with the password of DEV's secret, the database, and its objects."""
    import psycopg
    from psycopg import sql

    user, name = sql.Identifier(DEV_DATABASE.username), sql.Identifier(DEV_DATABASE.name)
    with psycopg.connect(server.url(), password=server.password, autocommit=True) as console:
        login = sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE PASSWORD {}")
        console.execute(login.format(user, sql.Literal(DATABASE_PASSWORD)))
        console.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, user))
    made_by = server.url(DEV_DATABASE.name, user=DEV_DATABASE.username)
    with psycopg.connect(made_by, password=DATABASE_PASSWORD, autocommit=True) as person:
        person.execute(ROLES)
        person.execute(objects(seed))

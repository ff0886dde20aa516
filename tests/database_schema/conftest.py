"""One PostgreSQL server for the session; a test makes the databases that it needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.postgres.server import PostgresServer
from tests.database_schema.place import Place


@pytest.fixture(scope="session")
def place() -> Iterator[Place]:
    with PostgresServer.start() as server:
        yield Place.on(server)

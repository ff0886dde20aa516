"""Capture of any schema, applied to an empty database, gives the same capture again, on each server of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from database_schema.capture import capture
from database_schema.compare.compare import compare
from database_schema.sql.objects import read, read_written, write
from sandbox.postgres.server import PostgresServer, programs
from tests.database_schema.place import Place, run
from tests.database_schema.schemas import schemas

SOAK = os.environ.get("COUNTERPROMO_SOAK") == "1"
# Without shrinking: an example costs a second, and the SQL is short enough to be read.
CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
SERVERS = [programs(), *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]


@pytest.fixture(scope="module")
def places() -> Iterator[list[Place]]:
    """Yields a place on each server that can be had; the first is the one of the sandbox."""
    servers = [PostgresServer.start(binaries=binaries) for binaries in (SERVERS if SOAK else SERVERS[:1])]
    try:
        yield [Place.on(server) for server in servers]
    finally:
        for server in servers:
            server.stop()


@settings(max_examples=200 if SOAK else 12, phases=PHASES, suppress_health_check=CHECKS)
@given(sql=schemas())
def test_a_capture_applied_to_an_empty_database_is_captured_the_same(places: list[Place], sql: str) -> None:
    first = places[0]
    made = first.new_database("made")
    run(made, sql)
    captured = capture(made)
    again = first.new_database("again")
    run(again, captured.text())
    second = capture(again)
    assert second.text() == captured.text()
    assert compare(captured.objects, second.objects) == ()
    assert write(read(captured.text())) == captured.text()
    assert write(read_written(captured.text())) == captured.text()


@pytest.mark.soak
@settings(max_examples=60, phases=PHASES, suppress_health_check=CHECKS)
@given(sql=schemas())
def test_a_capture_of_one_version_applied_to_another_is_the_same(places: list[Place], sql: str) -> None:
    old, new = places[-1], places[0]
    made = old.new_database("made")
    run(made, sql)
    captured = capture(made)
    again = new.new_database("again")
    run(again, captured.text())
    print(f"PostgreSQL {old.server.version} to {new.server.version}")
    differ = [each for each in compare(captured.objects, capture(again).objects) if not _is_a_query(each.object)]
    assert differ == []


def _is_a_query(label: str) -> bool:
    """Returns true for an object that holds a query: PostgreSQL 16 and newer print `n` where 15 prints `a.n`."""
    return label.startswith(("view", "materialized view", "rule", "function public.atomic"))

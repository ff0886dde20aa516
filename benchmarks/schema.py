"""Measures capture and check of a schema of 500 tables against `pg_dump -s` on it: `python benchmarks/schema.py`.

Out: a table, and exit code 0 only if capture and check each take less than twice the time of `pg_dump -s`.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psycopg
from rich.console import Console
from rich.table import Table

from database_schema.connection import Database, parse
from database_schema.jobs import run_capture, run_check
from database_schema.migrations.files import snapshot_path
from sandbox.postgres.server import PostgresServer

TABLES = 500
BAR = 2.0
ONE = """
CREATE TABLE public.t{n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id bigint NOT NULL,
    title character varying(200) DEFAULT 'new' CHECK (title <> ''), content jsonb DEFAULT '{{}}' NOT NULL,
    status text CHECK (status IN ('a', 'b', 'c')), created_at timestamptz DEFAULT now() NOT NULL);
CREATE INDEX ON public.t{n} (account_id, created_at DESC);
CREATE INDEX ON public.t{n} (status) WHERE status = 'a';
COMMENT ON TABLE public.t{n} IS 'table {n}';
CREATE TRIGGER touched BEFORE UPDATE ON public.t{n} FOR EACH ROW EXECUTE FUNCTION public.touch();
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with PostgresServer.start() as server, tempfile.TemporaryDirectory() as folder:
        database = Database(options=parse(server.url()), password=server.password)
        make(server)
        migrations = write_migration(database, Path(folder))
        ways: dict[str, Callable[[], object]] = {
            "pg_dump -s": lambda: dump(server),
            "capture": lambda: run_capture(database, environment="dev"),
            "check": lambda: run_check(database, environment="dev", folder=migrations),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds + 1):  # in turn, so that a busy minute falls on all; the first round is left out
            for name, way in ways.items():
                taken[name].append(seconds(way))
    return report({name: median(times[1:]) for name, times in taken.items()})


def make(server: PostgresServer) -> None:
    sql = "CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
    sql += "".join(ONE.format(n=n) for n in range(TABLES))
    with psycopg.connect(server.url(), password=server.password, autocommit=True) as connection:
        connection.execute(sql.encode())


def write_migration(database: Database, folder: Path) -> Path:
    (folder / "versions").mkdir()
    (folder / "snapshots").mkdir()
    text = run_capture(database, environment="dev").sql
    (folder / "versions" / "0001_all.sql").write_text(text, encoding="utf-8")
    snapshot_path(1, folder).write_text(text, encoding="utf-8")
    return folder


def dump(server: PostgresServer) -> None:
    command = [str(server.programs / "pg_dump"), "--schema-only", server.url()]
    subprocess.run(command, env={"PGPASSWORD": server.password}, capture_output=True, check=True)


def seconds(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


def report(medians: dict[str, float]) -> int:
    """Prints the table; returns the exit code."""
    table = Table("way", "median", "times pg_dump -s", title=f"A schema of {TABLES} tables")
    for name, taken in medians.items():
        table.add_row(name, f"{taken:.2f} s", f"{taken / medians['pg_dump -s']:.2f}")
    Console().print(table)
    worst = max(medians["capture"], medians["check"]) / medians["pg_dump -s"]
    return 0 if worst < BAR else 1


if __name__ == "__main__":
    sys.exit(main())

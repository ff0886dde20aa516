"""Applying migrations on a real server: order, faults, two runs at once, and what is left behind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from database_schema.jobs import run_apply, run_check, run_plan, run_stamp
from database_schema.migrations.apply import LOCK_KEY
from errors import CounterPromoError, Refused
from tests.database_schema.place import Place, rows, run, session, write_migrations, write_snapshot

TABLE = "CREATE TABLE public.t (id bigint PRIMARY KEY, a text);\n"
FAILS = "ALTER TABLE public.t ADD COLUMN b text;\nALTER TABLE public.nowhere ADD COLUMN c text;\n"


def tables(place: Place, name: str) -> list[str]:
    return [row[0] for row in rows(place.database(name), "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]


def test_a_migration_that_fails_half_way_leaves_nothing_and_those_before_stay(place: Place, tmp_path: Path) -> None:
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE, FAILS)
    with pytest.raises(CounterPromoError, match='relation "public.nowhere" does not exist'):
        run_apply(database, environment="dev", folder=folder)
    assert [each.name for each in run_plan(database, environment="dev", folder=folder).pending] == ["0002_m2"]
    columns = rows(database, "SELECT column_name FROM information_schema.columns WHERE table_name = 't' ORDER BY 1")
    assert columns == [("a",), ("id",)]


def test_a_second_run_does_nothing(place: Place, tmp_path: Path) -> None:
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE)
    assert run_apply(database, environment="dev", folder=folder).migrations == ("0001_m1",)
    before = rows(database, "SELECT xmin::text, * FROM counterpromo_schema.applied")
    assert run_apply(database, environment="dev", folder=folder).migrations == ()
    assert rows(database, "SELECT xmin::text, * FROM counterpromo_schema.applied") == before


def test_a_run_that_meets_another_says_who_holds_the_lock(place: Place, tmp_path: Path) -> None:
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE)
    with session(database) as other:
        other.execute("SET application_name = 'the other run'")
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        with pytest.raises(CounterPromoError, match="app from 127.0.0.1.*, as the other run, since .*process"):
            run_apply(database, environment="dev", folder=folder)
    assert tables(place, database.name) == []


def test_of_two_runs_at_once_each_migration_is_applied_once(place: Place, tmp_path: Path) -> None:
    database = place.new_database()
    folder = write_migrations(tmp_path, TABLE, *(f"ALTER TABLE public.t ADD COLUMN c{n} text;" for n in range(8)))
    failures: list[CounterPromoError] = []

    def go() -> None:
        try:
            run_apply(database, environment="dev", folder=folder)
        except CounterPromoError as error:
            failures.append(error)

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(database, "SELECT count(*) FROM counterpromo_schema.applied") == [(9,)]
    assert all("another run changes the schema" in error.message for error in failures)


def test_a_statement_that_takes_too_long_is_stopped(place: Place, tmp_path: Path) -> None:
    database = place.new_database()
    waits = (
        "CREATE TABLE public.s (a integer);\n"
        "CREATE FUNCTION public.wait() RETURNS boolean LANGUAGE plpgsql\n"
        "AS 'BEGIN PERFORM pg_catalog.pg_sleep(60); RETURN true; END';"
    )
    run_apply(database, environment="dev", folder=write_migrations(tmp_path, waits))
    run(database, "INSERT INTO public.s VALUES (1)")
    check = "-- statement_timeout: 200ms\nALTER TABLE public.s ADD CONSTRAINT c CHECK (public.wait());"
    folder = write_migrations(tmp_path, waits, check)
    with pytest.raises(CounterPromoError, match="stopped a statement: canceling statement due to statement timeout"):
        run_apply(database, environment="dev", folder=folder)
    assert rows(database, "SELECT conname FROM pg_constraint WHERE conname = 'c'") == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda folder: write_migrations(folder, TABLE + "-- edited\n"), "0001_m1 was changed after it was applied"),
        (lambda folder: (folder / "versions/0001_m1.sql").unlink(), "this checkout has not"),
        (lambda folder: (folder / "versions/0001_other.sql").write_text(TABLE), "have the number 0001"),
    ],
    ids=["edited", "removed", "two heads"],
)
def test_the_files_must_be_those_that_were_applied(place: Place, tmp_path: Path, change, message: str) -> None:  # type: ignore[no-untyped-def]
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE)
    run_apply(database, environment="dev", folder=folder)
    change(folder)
    with pytest.raises(Refused, match=message):
        run_apply(database, environment="dev", folder=folder)


def test_another_kind_of_line_end_is_no_change(place: Place, tmp_path: Path) -> None:
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE)
    run_apply(database, environment="dev", folder=folder)
    (folder / "versions/0001_m1.sql").write_bytes(TABLE.replace("\n", "\r\n").encode())
    assert run_apply(database, environment="dev", folder=folder).migrations == ()


def test_the_database_of_another_environment_is_refused_by_every_job(place: Place, tmp_path: Path) -> None:
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE)
    run_apply(database, environment="dev", folder=folder)
    write_snapshot(folder, 1, database)
    for job in (run_apply, run_plan, run_check, run_stamp):
        with pytest.raises(Refused, match="belongs to environment dev, not to prod"):
            job(database, environment="prod", folder=folder)


def test_a_database_made_by_hand_is_stamped_before_it_is_changed(place: Place, tmp_path: Path) -> None:
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE)
    run(database, TABLE)
    write_snapshot(folder, 1, database)
    with pytest.raises(Refused, match=r"holds 1 objects that no migration has made: public.t"):
        run_apply(database, environment="dev", folder=folder)
    run(database, "ALTER TABLE public.t ADD COLUMN by_hand text")
    with pytest.raises(Refused, match=r"1 objects differ from the last one: extra column by_hand"):
        run_stamp(database, environment="dev", folder=folder)
    run(database, "ALTER TABLE public.t DROP COLUMN by_hand")
    run_stamp(database, environment="dev", folder=folder)
    assert run_apply(database, environment="dev", folder=folder).migrations == ()


def test_an_index_is_made_without_a_transaction_and_finished_after_a_fault(place: Place, tmp_path: Path) -> None:
    """A duplicate makes CREATE UNIQUE INDEX CONCURRENTLY fail; PostgreSQL then keeps an invalid index."""
    database = place.new_database()
    index = "-- transaction: none\nCREATE UNIQUE INDEX CONCURRENTLY t_a_idx ON public.t (a);"
    folder = write_migrations(tmp_path, TABLE)
    run_apply(database, environment="dev", folder=folder)
    run(database, "INSERT INTO public.t VALUES (1, 'x'), (2, 'x')")
    write_migrations(tmp_path, TABLE, index)
    with pytest.raises(CounterPromoError, match="could not create unique index"):
        run_apply(database, environment="dev", folder=folder)
    assert rows(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'public.t_a_idx'::regclass") == [(False,)]
    run(database, "DELETE FROM public.t WHERE id = 2")
    assert run_apply(database, environment="dev", folder=folder).migrations == ("0002_m2",)
    assert rows(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'public.t_a_idx'::regclass") == [(True,)]


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("UPDATE public.t SET a = 'x';", "rows"),
        ("DELETE FROM public.t;", "rows"),
        ("TRUNCATE public.t;", "rows"),
        ("SELECT count(*) FROM public.t;", "rows"),
        ("DO $$ BEGIN DELETE FROM public.t; END $$;", "rows"),
        ("CREATE TABLE public.copy AS SELECT * FROM public.t;", "rows"),
        ("COMMIT;", "transaction-control"),
        ("BEGIN; CREATE TABLE public.u (a text); END;", "transaction-control"),
        ("SET statement_timeout = 0;", "session-setting"),
        ("DROP TABLE public.t;", "loss"),
        ("ALTER TABLE public.t DROP a;", "loss"),
        ('ALTER TABLE IF EXISTS ONLY public.t DROP COLUMN IF EXISTS "A", ADD COLUMN b text;', "loss"),
        ("DROP SCHEMA public CASCADE;", "loss"),
        ("-- transaction: none\nCREATE TABLE public.u (a text); CREATE TABLE public.v (a text);", "one-statement"),
        ("ALTER TABEL public.t;", "syntax-error"),
    ],
)
def test_a_statement_that_a_migration_must_not_hold_is_refused(
    place: Place, tmp_path: Path, sql: str, rule: str
) -> None:
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE, sql)
    planned = run_plan(database, environment="dev", folder=folder)
    refusing = [finding.rule for each in planned.pending for finding in each.findings if finding.refuses]
    assert rule in refusing
    with pytest.raises(Refused):
        run_apply(database, environment="dev", folder=folder)
    assert tables(place, database.name) == []


@pytest.mark.parametrize(
    "sql",
    [
        "-- loses: table public.t\nDROP TABLE public.t;",
        "-- loses: column public.t.a\nALTER TABLE public.t DROP COLUMN a;",
        "ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a DROP NOT NULL;",
        "ALTER TABLE public.t DROP CONSTRAINT t_pkey;",
        "CREATE VIEW public.v AS SELECT id FROM public.t;",
        "CREATE FUNCTION public.f() RETURNS integer BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;",
        "CREATE FUNCTION public.g() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM public.t; COMMIT; END $$;",
        "COMMENT ON TABLE public.t IS 'it''s; DROP TABLE public.t;';",
        "SET LOCAL check_function_bodies = false;",
    ],
)
def test_ordinary_statements_go_through(place: Place, tmp_path: Path, sql: str) -> None:
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE, sql)
    assert run_apply(database, environment="dev", folder=folder).migrations == ("0001_m1", "0002_m2")


def test_a_role_that_the_server_lacks_is_said_before_the_first_migration(place: Place, tmp_path: Path) -> None:
    grants = 'GRANT SELECT (a), UPDATE ON public.t TO reader, "No one", nobody_2; REVOKE ALL ON public.t FROM PUBLIC;'
    database, folder = place.new_database(), write_migrations(tmp_path, TABLE, grants)
    planned = run_plan(database, environment="dev", folder=folder)
    assert [refusal.partition(";")[0] for refusal in planned.refusals] == [
        "0002_m2: the server has no role No one",
        "0002_m2: the server has no role nobody_2",
    ]
    with pytest.raises(Refused, match="no role No one"):
        run_apply(database, environment="dev", folder=folder)
    assert tables(place, database.name) == []

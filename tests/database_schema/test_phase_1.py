"""The migrations of this repository on an empty database: their snapshots, and the objects of the reference."""

from pathlib import Path

from database_schema import phase_1
from database_schema.capture import capture
from database_schema.jobs import run_apply, run_check, run_plan, run_stamp
from database_schema.migrations.files import migrations, snapshot_path
from database_schema.migrations.lint import lint
from operations.schema.files import write_snapshots
from tests.database_schema.place import Place, rows, run


def test_the_snapshots_are_those_of_the_migrations(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "schema"
    (folder / "versions").mkdir(parents=True)
    for migration in migrations():
        (folder / "versions" / migration.path.name).write_text(migration.sql, encoding="utf-8")
    list(write_snapshots(place.new_database(), folder=folder))
    for migration in migrations():
        written = snapshot_path(migration.number, folder).read_text(encoding="utf-8")
        assert written == snapshot_path(migration.number).read_text(encoding="utf-8"), "counterpromo schema snapshot"


def test_a_new_database_has_the_objects_of_the_reference(place: Place) -> None:
    database = place.new_database()
    assert [str(each) for each in migrations()] == list(run_apply(database, environment="prod").migrations)
    checked = run_check(database, environment="prod")
    assert not checked.differences
    assert not checked.pending
    assert checked.phase_1_complete
    assert run_apply(database, environment="prod").migrations == ()


def test_an_update_sets_the_time_in_each_table(place: Place) -> None:
    database = place.new_database()
    run_apply(database, environment="dev")
    long_ago = "'2020-01-01'"
    run(
        database,
        f"""INSERT INTO public.billing_plans (code, name, monthly_price_cents, updated_at)
            VALUES ('free', 'Free', 0, {long_ago});
        INSERT INTO public.accounts (billing_plan_id, name, email, updated_at)
            SELECT id, 'A', 'a@example.com', {long_ago} FROM public.billing_plans;
        INSERT INTO public.usage_monthly (account_id, month, updated_at)
            SELECT id, '2026-11-01', {long_ago} FROM public.accounts;
        INSERT INTO public.promos (account_id, title, updated_at) SELECT id, 'P', {long_ago} FROM public.accounts;""",
    )
    for table in phase_1.TABLES:
        run(database, f"UPDATE public.{table} SET created_at = created_at")
        assert rows(database, f"SELECT updated_at > '2026-01-01' FROM public.{table}") == [(True,)], table


def test_a_missing_table_of_the_reference_is_named(place: Place) -> None:
    database = place.new_database()
    run_apply(database, environment="dev")
    run(database, "DROP TABLE public.promos")
    checked = run_check(database, environment="dev")
    assert "table promos: missing" in checked.phase_1
    assert not checked.phase_1_complete
    assert "missing table public.promos" in [f"{each.change} {each.object}" for each in checked.differences]


def test_the_statements_that_mend_a_schema_mend_it(place: Place) -> None:
    database = place.new_database()
    run_apply(database, environment="dev")
    run(
        database,
        """DROP TABLE public.promos;
        ALTER TABLE public.accounts DROP COLUMN name, ALTER COLUMN email DROP NOT NULL, ADD COLUMN extra integer;
        ALTER TABLE public.billing_plans ALTER COLUMN currency SET DEFAULT 'EUR',
            ALTER COLUMN monthly_price_cents TYPE bigint;
        ALTER TABLE public.usage_monthly DROP CONSTRAINT usage_monthly_month_check;
        CREATE INDEX by_hand ON public.accounts (created_at);
        CREATE OR REPLACE FUNCTION public.set_updated_at() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        COMMENT ON TABLE public.accounts IS 'by hand';
        GRANT SELECT ON public.accounts TO reader;""",
    )
    differences = run_check(database, environment="dev").differences
    run(database, "\n".join(statement for each in differences for statement in each.mend))
    left = run_check(database, environment="dev").differences
    assert [each.note for each in left] == ["another order of columns; expected " + ORDER]


ORDER = "id, billing_plan_id, name, email, status, stripe_customer_id, stripe_subscription_id, created_at, updated_at"


def test_stamp_marks_a_database_that_holds_the_schema_and_refuses_another(place: Place) -> None:
    database = place.new_database()
    run(database, snapshot_path(1).read_text(encoding="utf-8"))
    assert run_stamp(database, environment="dev").migrations == ("0001_phase_1",)
    assert run_plan(database, environment="dev").pending == ()


def test_the_migrations_pass_their_lint() -> None:
    for migration in migrations():
        assert [finding for finding in lint(migration, major=16) if finding.refuses] == []


def test_capture_reads_no_table(place: Place) -> None:
    """PostgreSQL itself counts the scans of each table."""
    database = place.new_database()
    run_apply(database, environment="dev")
    with place.superuser(database.name) as connection:
        connection.execute("SELECT pg_stat_reset()")
    capture(database)
    assert rows(database, "SELECT relname FROM pg_stat_user_tables WHERE seq_scan + coalesce(idx_scan, 0) > 0") == []

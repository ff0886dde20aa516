"""DEV's database with the habits of people, as seeds vary them: captured, compared, and made again."""

from __future__ import annotations

import os

import pytest

from database_schema.capture import capture
from database_schema.compare.compare import compare
from sandbox.postgres.dev import SQL, objects
from sandbox.postgres.habits import HABITS, HAND_MADE, habits_of
from tests.database_schema.place import Place, run, session

SEEDS = range(int(os.environ.get("COUNTERPROMO_SEEDS", "3")))


def test_seeds_vary_the_habits() -> None:
    chosen = [habits_of(seed) for seed in range(50)]
    assert chosen == [habits_of(seed) for seed in range(50)]
    assert {habit for habits in chosen for habit in habits} == set(HABITS)
    assert len(set(chosen)) > 40
    assert habits_of(None) == HAND_MADE


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_dev_of_any_seed_is_captured_and_made_again(place: Place, seed: int | None) -> None:
    made, plain, again = place.new_database(), place.new_database(), place.new_database()
    with place.superuser("postgres") as console:
        console.execute("DO $do$ BEGIN CREATE ROLE reporting; EXCEPTION WHEN duplicate_object THEN NULL; END $do$")
    for database, sql in ((made, objects(seed)), (plain, SQL.read_bytes())):
        with session(database) as person:
            person.execute(sql)
    captured = capture(made)
    run(again, captured.text())
    assert capture(again).text() == captured.text()
    assert bool(compare(capture(plain).objects, captured.objects)) == bool(habits_of(seed))

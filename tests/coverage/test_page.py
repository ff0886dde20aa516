"""docs/coverage.md says what was recorded, and every argument of every adopted type stands on it."""

import os
from collections.abc import Mapping

from tests.conftest import PROJECT
from tests.coverage import recorded
from tests.coverage.arguments import Block, adopted_types, settable
from tests.coverage.page import page, rows
from tests.coverage.reasons import LEFT_OUT, OPEN, reason

PAGE = PROJECT / "docs" / "coverage.md"


def test_the_page_is_what_the_records_and_the_schema_say(schema: Mapping[str, Block]) -> None:
    made = page(schema, recorded.read())
    if os.environ.get("COUNTERPROMO_RECORD") == "1":
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made


def test_every_argument_is_adopted_left_out_or_open(schema: Mapping[str, Block]) -> None:
    made = {row.type: row for row in rows(schema, recorded.read())}
    assert sorted(made) == adopted_types()
    for type_, row in made.items():
        assert row.adopted | set(row.open) | set(row.left_out) == set(settable(schema[type_]))
        assert not row.adopted & set(row.open)


def test_every_pattern_of_the_reasons_fits_an_argument(schema: Mapping[str, Block]) -> None:
    places = [(type_, path) for type_, block in schema.items() for path in settable(block)]
    for table in (LEFT_OUT, OPEN):
        idle = [pattern for pattern in table if not any(reason({pattern: "x"}, *place) for place in places)]
        assert idle == []


def test_every_record_is_of_an_argument_of_the_schema(schema: Mapping[str, Block]) -> None:
    for type_, arguments in recorded.read().items():
        assert set(arguments) <= set(settable(schema[type_])), type_

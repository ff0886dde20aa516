"""Compares the expected objects with the live ones. Pure: objects in, differences out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from database_schema.compare.difference import Change, Difference
from database_schema.compare.drop import drop
from database_schema.compare.mend import mend
from database_schema.sql.objects import SchemaObject


def compare(expected: Sequence[SchemaObject], live: Sequence[SchemaObject]) -> tuple[Difference, ...]:
    """Returns the differences: missing ones in an order in which they can be made, then changed, then extra ones.

    An extra object is dropped in the reverse order of its making.
    """
    wanted = {each.key: each for each in expected}
    found = {each.key: each for each in live}
    return (
        *(
            Difference(change=Change.MISSING, object=str(each), mend=(each.sql,))
            for each in expected
            if each.key not in found
        ),
        *_changed(wanted, found),
        *(drop(each) for each in reversed(live) if each.key not in wanted and not _goes_with_sequence(each, wanted)),
    )


def _goes_with_sequence(each: SchemaObject, wanted: dict[tuple[str, str, str], SchemaObject]) -> bool:
    """Returns true for the ownership of a sequence that is itself extra."""
    return each.kind == "SEQUENCE OWNED BY" and ("SEQUENCE", each.schema, each.name) not in wanted


def _changed(
    wanted: dict[tuple[str, str, str], SchemaObject], found: dict[tuple[str, str, str], SchemaObject]
) -> Iterator[Difference]:
    for key, each in wanted.items():
        if key in found and found[key].sql != each.sql:
            yield from mend(expected=each, live=found[key])

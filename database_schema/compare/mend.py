"""The SQL that makes a changed object as expected, without losing what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_schema.compare.difference import Change, Difference
from database_schema.compare.drop import drop_sql, revoked
from database_schema.compare.table import table_changes
from database_schema.sql.objects import SchemaObject

# Kinds whose statement replaces what is there.
REPLACES = {"COMMENT", "DEFAULT", "SEQUENCE OWNED BY"}
# Kinds that hold no rows: they are dropped and made again.
REMADE = {"INDEX", "TRIGGER", "CONSTRAINT", "FK CONSTRAINT", "CHECK CONSTRAINT", "STATISTICS"}


def mend(*, expected: SchemaObject, live: SchemaObject) -> Iterator[Difference]:
    """Yields the differences of an object that is both expected and live: of a table, one for each column."""
    if expected.kind == "TABLE" and (changes := table_changes(expected=expected, live=live)):
        yield from changes
        return
    statements_, note = _statements(expected, live)
    yield Difference(change=Change.CHANGED, object=str(expected), mend=statements_, note=note)


def _statements(expected: SchemaObject, live: SchemaObject) -> tuple[tuple[str, ...], str]:
    kind = expected.kind
    if kind in REPLACES:
        return (expected.sql,), ""
    if kind in {"FUNCTION", "PROCEDURE", "VIEW"}:
        replaced = re.sub(rf"\ACREATE {kind}", f"CREATE OR REPLACE {kind}", expected.sql)
        return (replaced,), ""
    if kind in REMADE and (dropped := drop_sql(live)):
        return (dropped, expected.sql), ""
    if kind == "TYPE" and (added := _added_labels(expected, live)):
        return added, ""
    if kind == "ACL":
        return (*revoked(live, but=expected), expected.sql), ""
    return (), f"no statement changes this {kind.lower()} without a decision: write a migration"


def _added_labels(expected: SchemaObject, live: SchemaObject) -> tuple[str, ...]:
    """Returns ALTER TYPE ADD VALUE for labels at the end of an enum; nothing for any other change."""
    wanted, found = _labels(expected), _labels(live)
    if not found or wanted[: len(found)] != found:
        return ()
    name = re.sub(r"\ACREATE TYPE (.+?) AS ENUM .*", r"\1", expected.sql, flags=re.DOTALL)
    return tuple(f"ALTER TYPE {name} ADD VALUE {label};" for label in wanted[len(found) :])


def _labels(each: SchemaObject) -> list[str]:
    found = re.match(r"CREATE TYPE .+? AS ENUM \((?P<labels>.*)\);", each.sql, re.DOTALL)
    return re.findall(r"'(?:[^']|'')*'", found["labels"]) if found else []

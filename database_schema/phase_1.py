"""The objects of section 7 of the reference: four tables, their indexes, and triggers for updated timestamps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from database_schema.sql.objects import SchemaObject

TABLES = ("billing_plans", "accounts", "usage_monthly", "promos")


def missing_tables(live: Sequence[SchemaObject]) -> tuple[str, ...]:
    """Returns the tables of the reference that a schema has not. The name of the PostgreSQL schema does not count."""
    found = {each.name for each in live if each.kind == "TABLE"}
    return tuple(table for table in TABLES if table not in found)


def report(live: Sequence[SchemaObject]) -> Iterator[str]:
    """Yields a line for each table, with its indexes and triggers, and one for the functions of triggers."""
    missing = missing_tables(live)
    for table in TABLES:
        if table in missing:
            yield f"table {table}: missing"
            continue
        indexes = [each.name for each in live if each.kind == "INDEX" and _is_on(each, table)]
        triggers = [
            each.name.removeprefix(f"{table} ") for each in live if each.kind == "TRIGGER" and _is_on(each, table)
        ]
        yield f"table {table}: there; indexes: {_listed(indexes)}; triggers: {_listed(triggers)}"
    functions = [each.name for each in live if each.kind == "FUNCTION" and re.search(r"RETURNS trigger\b", each.sql)]
    yield f"functions of triggers: {_listed(functions)}"


def _is_on(each: SchemaObject, table: str) -> bool:
    return bool(re.search(rf"\sON (?:ONLY )?(?:\w+\.)?{table}\s", each.sql))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(sorted(names)) or "none"

"""Captures the schema of a live database: its objects in normal form. It reads the catalog and no row of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from database_schema import programs
from database_schema.connection import Database, connected
from database_schema.sql.objects import SchemaObject, read, write

LEDGER = "counterpromo_schema"  # holds what `schema apply` has done; no part of a capture


@dataclass(frozen=True, kw_only=True)
class Capture:
    """The objects of a database, the version of its server, and the role that captured."""

    objects: tuple[SchemaObject, ...]
    server_version: int
    captured_by: str

    def text(self) -> str:
        return write(self.objects)

    def summary(self) -> tuple[str, ...]:
        """Returns a line for each kind of object with its number, and one for each other owner."""
        kinds = Counter(each.kind.lower() for each in self.objects)
        owners = Counter(each.owner for each in self.objects if each.owner not in {"", "-", self.captured_by})
        return (
            *(f"{number} {kind}" for kind, number in sorted(kinds.items())),
            *(f"owner {owner}: {number} objects; the migration makes them for its own role" for owner, number in
              sorted(owners.items()) if owner not in {"pg_database_owner", "rdsadmin"}),
        )  # fmt: skip


def capture(database: Database) -> Capture:
    """Captures the schema. Raises CounterPromoError with cause and cure if the database cannot be read."""
    with connected(database) as connection:
        version = connection.info.server_version
        row = connection.execute("SELECT current_user").fetchone()
        user = str(row[0]) if row else database.user
        dumped = programs.pg_dump(database, server_major=version // 10000, without_schema=LEDGER)
    return Capture(objects=read(dumped, captured_by=user), server_version=version, captured_by=user)


def named(objects: Sequence[SchemaObject], kind: str) -> frozenset[str]:
    """Returns the names of all objects of a kind."""
    return frozenset(each.name for each in objects if each.kind == kind)

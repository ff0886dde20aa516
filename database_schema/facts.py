"""The facts about a database that check, plan and capture need. Reading them changes nothing.

They go from a task in the private network to the command line as JSON; all comparison happens at the command line,
with the migrations of its checkout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from database_schema.capture import Capture, capture
from database_schema.connection import Database, connected
from database_schema.migrations.ledger import Ledger, Record, read_ledger, relations
from database_schema.sql.objects import SchemaObject


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The ledger, the names of relations and roles, the server's version; the schema where it was asked for."""

    ledger: Ledger
    relations: tuple[str, ...]
    roles: frozenset[str]
    server_version: int
    schema: Capture | None = None

    @property
    def captured(self) -> Capture:
        """Returns the schema. Raises ValueError if it was not asked for."""
        if self.schema is None:
            raise ValueError("the facts were read without the schema")
        return self.schema

    @property
    def server(self) -> str:
        """Returns `16.4` for 160004: https://www.postgresql.org/docs/17/libpq-status.html#LIBPQ-PQSERVERVERSION"""
        return f"{self.server_version // 10000}.{self.server_version % 10000}"


def read_facts(database: Database, *, environment: str, schema: bool) -> Facts:
    """Reads the facts; with `schema`, every object as well. Raises Refused for the database of another environment."""
    with connected(database) as connection:
        ledger = read_ledger(connection, environment=environment)
        found = relations(connection)
        rows = connection.execute("SELECT rolname FROM pg_catalog.pg_roles").fetchall()
        version = connection.info.server_version
    return Facts(
        ledger=ledger,
        relations=found,
        roles=frozenset(str(row[0]) for row in rows),
        server_version=version,
        schema=capture(database) if schema else None,
    )


def as_json(facts: Facts) -> dict[str, Any]:
    """Returns the facts as values of JSON."""
    return {**asdict(facts), "roles": sorted(facts.roles)}


def from_json(values: Mapping[str, Any]) -> Facts:
    """Returns the facts from values of JSON."""
    ledger, schema = values["ledger"], values["schema"]
    return Facts(
        ledger=Ledger(exists=ledger["exists"], records=tuple(Record(**each) for each in ledger["records"])),
        relations=tuple(values["relations"]),
        roles=frozenset(values["roles"]),
        server_version=values["server_version"],
        schema=Capture(**{**schema, "objects": tuple(SchemaObject(**each) for each in schema["objects"])})
        if schema
        else None,
    )

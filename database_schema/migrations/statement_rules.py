"""The rules of this repository for a statement in a migration: no rows, no transactions of its own, no silent loss.

Squawk knows the general rules of PostgreSQL; these are the ones that it cannot know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from database_schema.migrations.files import Migration
from database_schema.sql.scan import Statement, statements

ROWS = {"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "TRUNCATE", "VALUES", "TABLE", "WITH", "CALL", "DO"}
CONTROLS = {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A finding on a migration. A finding that `refuses` stops plan and apply; another one is shown."""

    rule: str
    message: str
    refuses: bool
    line: int = 0


def check_statements(migration: Migration) -> Iterator[Finding]:
    """Yields what the migration must not do."""
    found = list(statements(migration.sql))
    if not migration.transaction and len(found) != 1:
        message = f"a migration with `transaction: none` holds one statement; this one holds {len(found)}"
        yield Finding(rule="one-statement", message=message, refuses=True)
    for statement in found:
        yield from _one(statement, migration)


def _one(statement: Statement, migration: Migration) -> Iterator[Finding]:
    first = statement.words[0]
    short = " ".join(statement.words[:6])
    if first in ROWS or (first == "CREATE" and _creates_from_rows(statement)):
        message = f"`{short}` reads or changes rows; the application does that (docs/runbooks/change-the-schema.md)"
        yield Finding(rule="rows", message=message, refuses=True)
    elif first in CONTROLS:
        yield Finding(
            rule="transaction-control", message=f"`{short}`: apply opens and ends the transaction", refuses=True
        )
    elif first == "SET" and "LOCAL" not in statement.words[:2]:
        message = f"`{short}` outlives the migration; write SET LOCAL"
        yield Finding(rule="session-setting", message=message, refuses=True)
    elif first == "\\":
        yield Finding(rule="psql", message=f"`{short}` is a command of psql, not SQL", refuses=True)
    for lost in losses(statement):
        if lost.lower() not in migration.loses:
            message = f"`{short}` destroys the rows of {lost}; if that is meant, write in its header: -- loses: {lost}"
            yield Finding(rule="loss", message=message, refuses=True)


def _creates_from_rows(statement: Statement) -> bool:
    """Returns true for CREATE TABLE AS, which copies the rows of a query."""
    words = statement.words
    queries = {"SELECT", "WITH", "TABLE", "VALUES", "EXECUTE", "("}
    followed = {after for word, after in pairwise(words) if word == "AS"}
    return "TABLE" in words[:4] and bool(followed & queries) and "GENERATED" not in words


def losses(statement: Statement) -> Iterator[str]:
    """Yields the tables, columns and schemas that a statement drops, such as `column public.promos.title`."""
    words = [word for word in statement.words if word not in {"IF", "EXISTS", "ONLY", "CONCURRENTLY"}]
    if words[:1] == ["DROP"]:
        kind = " ".join(words[1:3]) if words[1:2] in (["MATERIALIZED"], ["FOREIGN"], ["OWNED"]) else words[1]
        names = words[1 + len(kind.split()) :]
        cascade = "CASCADE" in names
        if kind in {"TABLE", "SCHEMA", "OWNED", "SEQUENCE", "EXTENSION"} or (cascade and kind in {"TYPE", "DOMAIN"}):
            yield from (f"{kind.lower()} {name}" for name in _names(names))
    if words[:2] == ["ALTER", "TABLE"]:
        table, rest = _name(words[2:])
        for action in _actions(rest):
            if action[0] == "DROP" and action[1] != "CONSTRAINT":
                column = action[2] if action[1] == "COLUMN" else action[1]
                yield f"column {table}.{column.lower()}"


def _actions(words: list[str]) -> Iterator[list[str]]:
    """Yields the actions of an ALTER TABLE, which commas outside of parentheses separate."""
    depth, action = 0, list[str]()
    for word in [*words, ","]:
        depth += {"(": 1, ")": -1}.get(word, 0)
        if word == "," and not depth:
            if len(action) > 1:
                yield action
            action = []
        else:
            action.append(word)


def _name(words: list[str]) -> tuple[str, list[str]]:
    """Returns a dotted name in small letters, and the words after it."""
    end = 1
    while words[end : end + 1] == ["."]:
        end += 2
    return "".join(words[:end]).lower(), words[end:]


def _names(words: list[str]) -> Iterator[str]:
    while words and words[0] not in {"CASCADE", "RESTRICT"}:
        name, words = _name(words)
        yield name
        words = words[1:] if words[:1] == [","] else []

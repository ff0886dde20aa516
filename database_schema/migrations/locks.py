"""The locks that a statement takes on tables that exist, and what they stop.

https://www.postgresql.org/docs/17/explicit-locking.html#LOCKING-TABLES, and the page of each statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from database_schema.migrations.files import Migration
from database_schema.sql.scan import Statement, statements

STOPS = {
    "ACCESS EXCLUSIVE": "reads and writes wait",
    "SHARE ROW EXCLUSIVE": "writes wait",
    "SHARE": "writes wait",
    "SHARE UPDATE EXCLUSIVE": "reads and writes go on",
}
# Actions of ALTER TABLE that take less than ACCESS EXCLUSIVE: https://www.postgresql.org/docs/17/sql-altertable.html
WEAKER = (
    (("VALIDATE", "CONSTRAINT"), "SHARE UPDATE EXCLUSIVE"),
    (("SET", "STATISTICS"), "SHARE UPDATE EXCLUSIVE"),
    (("CLUSTER", "ON"), "SHARE UPDATE EXCLUSIVE"),
    (("ENABLE", "TRIGGER"), "SHARE ROW EXCLUSIVE"),
    (("DISABLE", "TRIGGER"), "SHARE ROW EXCLUSIVE"),
)


@dataclass(frozen=True, kw_only=True)
class Lock:
    """A lock on a table that exists before the migration."""

    mode: str
    table: str

    def __str__(self) -> str:
        return f"{self.mode} on {self.table}: {STOPS[self.mode]}"


def locks(migration: Migration) -> tuple[Lock, ...]:
    """Returns the locks in the order of the statements, each once; none on a table that the migration makes."""
    made: set[str] = set()
    found: dict[Lock, None] = {}
    for statement in statements(migration.sql):
        words = [word for word in statement.words if word not in {"IF", "NOT", "EXISTS", "ONLY"}]
        if words[0] == "CREATE" and "TABLE" in words[1:4]:
            made.add(_table_after(words, "TABLE"))
        found |= dict.fromkeys(lock for lock in _of(statement, words) if lock.table not in made)
    return tuple(found)


def _of(statement: Statement, words: list[str]) -> Iterator[Lock]:
    """Yields the locks of one statement."""
    if words[:2] == ["ALTER", "TABLE"]:
        yield Lock(mode=_of_alter_table(words), table=_table_after(words, "TABLE"))
        if "FOREIGN" in words and "VALIDATE" not in words:
            yield Lock(mode="SHARE ROW EXCLUSIVE", table=_table_after(words, "REFERENCES"))
    elif words[0] == "CREATE" and "INDEX" in words[1:3]:
        mode = "SHARE UPDATE EXCLUSIVE" if "CONCURRENTLY" in words else "SHARE"
        yield Lock(mode=mode, table=_table_after(words, "ON"))
    elif words[0] == "CREATE" and "TRIGGER" in words[1:5]:
        yield Lock(mode="SHARE ROW EXCLUSIVE", table=_table_after(words, "ON"))
    elif words[0] == "CREATE" and "TABLE" in words[1:4]:
        for at, word in enumerate(words):
            if word == "REFERENCES":
                yield Lock(mode="SHARE ROW EXCLUSIVE", table=_table_after(words[at:], "REFERENCES"))
    elif words[:2] == ["DROP", "TABLE"]:
        yield Lock(mode="ACCESS EXCLUSIVE", table=_table_after(words, "TABLE"))
    elif words[:2] == ["DROP", "INDEX"]:
        mode = "SHARE UPDATE EXCLUSIVE" if "CONCURRENTLY" in words else "ACCESS EXCLUSIVE"
        yield Lock(
            mode=mode, table=f"the table of index {_table_after(words, words[2 if words[2] == 'CONCURRENTLY' else 1])}"
        )
    elif words[:2] == ["DROP", "TRIGGER"] or words[:2] in (["CREATE", "POLICY"], ["CREATE", "RULE"]):
        yield Lock(mode="ACCESS EXCLUSIVE", table=_table_after(words, "ON"))
    elif words[:3] == ["COMMENT", "ON", "TABLE"]:
        yield Lock(mode="SHARE UPDATE EXCLUSIVE", table=_table_after(words, "TABLE"))


def _of_alter_table(words: list[str]) -> str:
    for start, mode in WEAKER:
        if any(tuple(words[at : at + len(start)]) == start for at in range(len(words))) and words.count(",") == 0:
            return mode
    adds_key = "ADD" in words and "FOREIGN" in words and words.count("ADD") == 1 and "COLUMN" not in words
    return "SHARE ROW EXCLUSIVE" if adds_key else "ACCESS EXCLUSIVE"


def _table_after(words: list[str], word: str) -> str:
    """Returns the dotted name after a word, in small letters; empty if the word is not there."""
    if word not in words:
        return ""
    at = words.index(word) + 1
    end = at + 1
    while words[end : end + 1] == ["."]:
        end += 2
    return "".join(words[at:end]).lower()

"""The differences of a table, column by column, read from two CREATE TABLE statements of pg_dump."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from database_schema.compare.difference import Change, Difference
from database_schema.compare.drop import NAME
from database_schema.sql.objects import SchemaObject
from database_schema.sql.scan import split_items, tokens


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column as pg_dump writes it: its type with collation and the like, default, and whether NULL is allowed."""

    name: str
    type: str
    default: str
    not_null: bool
    text: str

    @property
    def special(self) -> bool:
        """Returns true for a generated or identity column and for a named NOT NULL: a person changes these."""
        return bool(re.search(r"\sGENERATED\s|\sCONSTRAINT\s", self.text))


@dataclass(frozen=True, kw_only=True)
class Table:
    """The parts of a CREATE TABLE statement: what stands before, in and after the parentheses."""

    name: str
    columns: dict[str, Column]
    constraints: dict[str, str]
    rest: str


def table_changes(*, expected: SchemaObject, live: SchemaObject) -> tuple[Difference, ...]:
    """Returns the differences of two tables; nothing where they differ in another way than columns and constraints."""
    wanted, found = _parse(expected.sql), _parse(live.sql)
    if wanted is None or found is None or wanted.rest != found.rest:
        return ()
    return (*_columns(wanted, found, str(expected)), *_constraints(wanted, found, str(expected)))


def _columns(wanted: Table, found: Table, table: str) -> Iterator[Difference]:
    alter = f"ALTER TABLE {wanted.name}"
    for name, column in wanted.columns.items():
        live = found.columns.get(name)
        label = f"column {name} of {table}"
        if live is None:
            yield Difference(change=Change.MISSING, object=label, mend=(f"{alter} ADD COLUMN {column.text};",))
        elif live.text != column.text:
            mend = () if live.special or column.special else tuple(_alter(alter, live, column))
            note = "" if mend else f"is `{live.text}`, expected `{column.text}`: write a migration"
            yield Difference(change=Change.CHANGED, object=label, mend=mend, note=note)
    for name in found.columns.keys() - wanted.columns.keys():
        yield Difference(
            change=Change.EXTRA,
            object=f"column {name} of {table}",
            mend=(f"{alter} DROP COLUMN {name};",),
            loss="all values of the column",
        )
    if wanted.columns.keys() == found.columns.keys() and list(wanted.columns) != list(found.columns):
        order = ", ".join(wanted.columns)
        yield Difference(change=Change.CHANGED, object=table, note=f"another order of columns; expected {order}")


def _alter(alter: str, live: Column, wanted: Column) -> Iterator[str]:
    column = f"{alter} ALTER COLUMN {wanted.name}"
    if live.type != wanted.type:
        yield f"{column} TYPE {wanted.type};"
    if live.default != wanted.default:
        yield f"{column} SET DEFAULT {wanted.default};" if wanted.default else f"{column} DROP DEFAULT;"
    if live.not_null != wanted.not_null:
        yield f"{column} {'SET' if wanted.not_null else 'DROP'} NOT NULL;"


def _constraints(wanted: Table, found: Table, table: str) -> Iterator[Difference]:
    alter = f"ALTER TABLE {wanted.name}"
    for name in {**wanted.constraints, **found.constraints}:
        new, old = wanted.constraints.get(name), found.constraints.get(name)
        if new != old:
            change = Change.MISSING if old is None else Change.EXTRA if new is None else Change.CHANGED
            mend = [f"{alter} DROP CONSTRAINT {name};"] if old else []
            mend += [f"{alter} ADD {new};"] if new else []
            yield Difference(change=change, object=f"constraint {name} of {table}", mend=tuple(mend))


def _parse(sql: str) -> Table | None:
    """Reads the first statement; None if it is no CREATE TABLE with a list of columns, such as a partition."""
    head, body, rest = _outer_parentheses(sql)
    named = re.fullmatch(r"CREATE (?:UNLOGGED )?TABLE (?P<name>.+?)\s*", head, re.DOTALL)
    if named is None:
        return None
    columns: dict[str, Column] = {}
    constraints: dict[str, str] = {}
    for item in split_items(body):
        if found := re.match(rf"CONSTRAINT (?P<name>{NAME}) (?:CHECK|NOT NULL|UNIQUE|PRIMARY|EXCLUDE)", item):
            constraints[found["name"]] = item
        else:
            column = _column(item)
            columns[column.name] = column
    return Table(name=named["name"], columns=columns, constraints=constraints, rest=rest)


def _outer_parentheses(sql: str) -> tuple[str, str, str]:
    """Returns the text before, in and after the first pair of parentheses outside of quotes."""
    parts = ["", "", ""]
    depth, at = 0, 0
    for token in tokens(sql):
        if token.text == "(" and at == 0:
            at, depth = 1, 1
        elif at == 1:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth:
                parts[1] += token.text
            else:
                at = 2
        else:
            parts[at] += token.text
    return parts[0], parts[1], parts[2]


def _column(item: str) -> Column:
    """Reads `name type [COLLATE ...] [DEFAULT expression] [NOT NULL]`, the order in which pg_dump writes it."""
    found = re.match(rf"(?P<name>{NAME})\s+", item)
    name, rest = (found["name"], item[found.end() :]) if found else (item, "")
    type_, default, at = "", "", "type"
    parts = [token.text for token in tokens(rest)]
    not_null = rest.endswith(" NOT NULL")
    if not_null:
        parts = [token.text for token in tokens(rest.removesuffix(" NOT NULL"))]
    for part in parts:
        if part == "DEFAULT" and at == "type":
            at = "default"
        elif at == "type":
            type_ += part
        else:
            default += part
    return Column(name=name, type=type_.strip(), default=default.strip(), not_null=not_null, text=item)

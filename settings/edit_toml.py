"""Edits the text of a settings file and keeps its comments, order and layout."""

import difflib
import re
from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.container import Container, OutOfOrderTableProxy
from tomlkit.items import AbstractTable, Comment, InlineTable, Table

GAP = re.compile(r"\n{3,}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ROOM = 2  # between a value and the comment behind it


def edited(text: str, changes: Mapping[str, Any]) -> str:
    """Returns the text with each change made at its key (`network.subnets.public_a.cidr`); None removes the key.

    A missing table is added after its siblings. A byte order mark at the begin is left out.
    """
    text = text.removeprefix("\ufeff")
    document, fresh = tomlkit.parse(text), list[Table]()
    for key, value in changes.items():
        *path, last = key.split(".")
        table = _table(document, path, fresh)
        if value is None:
            table.pop(last, None)
        elif last in table:
            _replace(table, last, _item(table, value))
        else:
            _add(table, last, _item(table, value))
    for table in fresh:
        table.add(tomlkit.nl())
    made = tomlkit.dumps(document)
    return made if GAP.search(text) else _tidy(made)


def _tidy(text: str) -> str:
    """Returns the text with one blank line in place of several, unless they are part of a value."""
    tidy = GAP.sub("\n\n", text)
    return tidy if tomlkit.parse(tidy) == tomlkit.parse(text) else text


def difference(before: str, after: str, name: str) -> str:
    """Returns the difference of two texts in the format of `git diff`; empty if they are equal."""
    return "".join(difflib.unified_diff(before.splitlines(True), after.splitlines(True), f"a/{name}", f"b/{name}", n=1))


def _table(document: tomlkit.TOMLDocument, path: list[str], fresh: list[Table]) -> Any:
    """Returns the table at a path. A new table is added to `fresh`: it needs a blank line once it is filled."""
    table: Any = document
    for part in path:
        if part not in table:
            made = tomlkit.inline_table() if isinstance(table, InlineTable) else tomlkit.table()
            _add(table, part, made)
            fresh += [made] if isinstance(made, Table) else []
        table = table[part]
    return table


def _replace(table: Any, key: str, item: Any) -> None:
    """Replaces a value. The comment behind it stays in its column if there is room."""
    old = _kept(table, key)
    width = len(old.as_string())
    table[key] = item
    new = _kept(table, key)
    if new.trivia.comment and "\n" not in new.as_string():
        room = len(old.trivia.comment_ws) + width - len(new.as_string())
        new.trivia.comment_ws = " " * max(room, ROOM)


def _kept(table: Any, key: str) -> Any:
    """Returns the item at a key, with its comment. If the file has several parts of a table, one has the key."""
    if isinstance(table, OutOfOrderTableProxy):
        table = next(part for part in table._tables if key in part)
    return table.item(key) if isinstance(table, Container) else table.value.item(key)


def _add(table: Any, key: str, item: Any) -> None:
    """Adds a value after the last value of its table. Comments and blank lines behind that belong to the next table."""
    values = (
        [name for name, each in table.value.body if name is not None and not isinstance(each, AbstractTable)]
        if isinstance(table, Table) and not isinstance(item, AbstractTable)
        else []
    )
    if isinstance(item, Table) and isinstance(table, Table):
        _add_table(table, key, item)
    elif isinstance(table, InlineTable):
        table[key] = item
        _space(table)
    elif values:
        table.value._insert_after(values[-1], key, item)
    else:
        table[key] = item


def _add_table(parent: Any, key: str, made: Table) -> None:
    """Adds a table before the comments at the end of its last sibling: they are the heading of the next table."""
    last = parent
    while tables := [each for name, each in last.value.body if name is not None and isinstance(each, Table)]:
        last = tables[-1]
    body = last.value.body
    end = max((index for index, (name, _) in enumerate(body) if name is not None), default=-1) + 1
    heading = body[end + 1 :] if any(isinstance(each, Comment) for _, each in body[end:]) else []
    del body[len(body) - len(heading) :]
    parent[key] = made
    made.value.body.extend(heading)


def _space(table: InlineTable) -> None:
    """Spaces an inline table as `{ a = 1, b = 2 }`."""
    body = table.value.body
    body[:] = [(name, each) for name, each in body if name is not None]
    for _, each in body:
        each.trivia.indent, each.trivia.trail = "" if table._new else " ", ""
    if body:
        body[0][1].trivia.indent, body[-1][1].trivia.trail = " ", " "


def _item(table: Container | AbstractTable, value: Any) -> Any:
    """Returns a value as a TOML item. A mapping becomes a table, or an inline table inside of an inline table."""
    if isinstance(value, Mapping) and not isinstance(table, InlineTable):
        made = tomlkit.table()
        made.trivia.indent = ""
        for key, item in value.items():
            made[key] = _inline(item) if isinstance(item, Mapping) else item
        made.add(tomlkit.nl())
        return made
    if isinstance(value, Mapping):
        return _inline(value)
    return _text(value) if isinstance(value, str) else value


def _inline(value: Mapping[str, Any]) -> InlineTable:
    made = tomlkit.inline_table()
    for key, item in value.items():
        made[key] = _inline(item) if isinstance(item, Mapping) else item
    _space(made)
    return made


def _text(value: str) -> Any:
    """Returns a text of several lines as it reads, where TOML has quotes for it.

    In `'''` TOML allows no control character and reads a carriage return as a line end:
    https://toml.io/en/v1.0.0#string
    `tomlkit.string` keeps a first line end since 0.15, and dropped it before: the text is parsed as it is written.
    """
    if "\n" not in value or "'''" in value or value.endswith("'") or CONTROL.search(value):
        return value
    return tomlkit.value(f"'''\n{value}'''")  # TOML drops the first line end

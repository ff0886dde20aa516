"""Splits SQL into tokens and statements, by PostgreSQL's lexical rules.

https://www.postgresql.org/docs/17/sql-syntax-lexical.html. Strings are read with `standard_conforming_strings` on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<comment>--[^\n]*)
    | (?P<block>/\*)
    | (?P<string>[eE]'(?:[^'\\]|\\.|'')*' | (?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'
        | \$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$)
    | (?P<name>(?:[uU]&)?"(?:[^"]|"")*")
    | (?P<word>[^\W\d][\w$]*)
    | (?P<space>\s+)
    | (?P<other>\d[\w.]*|.)
    """,
    re.VERBOSE | re.DOTALL,
)


# The quotes and comments alone: a search for them passes over all other text at once.
_QUOTE_OR_COMMENT = re.compile(
    r"""
      (?P<comment>--[^\n]*)
    | (?P<block>/\*)
    | (?<![\w$])[eE]'(?:[^'\\]|\\.|'')*'
    | '(?:[^']|'')*'
    | (?<![\w$])\$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$
    | "(?:[^"]|"")*"
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Token:
    """A piece of SQL. `kind`: comment, string, name (a quoted identifier), word, space or other."""

    kind: str
    text: str

    @property
    def key(self) -> str:
        """Returns a word in capitals, and anything else as it is."""
        return self.text.upper() if self.kind == "word" else self.text


def tokens(sql: str) -> Iterator[Token]:
    """Yields all tokens; joined, their texts are `sql` again."""
    at = 0
    while at < len(sql):
        found = _TOKEN.match(sql, at)
        assert found is not None  # `.` matches every character
        kind, end = found.lastgroup or "other", found.end()
        if kind == "tag":
            kind = "string"
        if found["block"]:
            kind, end = "comment", _end_of_block(sql, at)
        yield Token(kind=kind, text=sql[at:end])
        at = end


def _end_of_block(sql: str, at: int) -> int:
    """Returns the end of a block comment; such comments nest."""
    depth = 0
    for mark in re.compile(r"/\*|\*/").finditer(sql, at):
        depth += 1 if mark[0] == "/*" else -1
        if not depth:
            return mark.end()
    return len(sql)


def comments(sql: str) -> Iterator[tuple[int, int]]:
    """Yields start and end of each comment. It is much faster than `tokens`, for the output of pg_dump."""
    at = 0
    while found := _QUOTE_OR_COMMENT.search(sql, at):
        at = _end_of_block(sql, found.start()) if found["block"] else found.end()
        if found.lastgroup in {"comment", "block"}:
            yield found.start(), at


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement without its semicolon; `words` are the keys of its tokens without spaces and comments."""

    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, parts: list[Token]) -> Statement:
        text = "".join(part.text for part in parts).strip()
        return cls(text=text, words=tuple(part.key for part in parts if part.kind not in {"space", "comment"}))


def statements(sql: str) -> Iterator[Statement]:
    """Yields the statements, with the comments before them; a body `BEGIN ATOMIC ... END` stays whole."""
    parts: list[Token] = []
    depth = atomic = 0
    before = ""
    for token in tokens(sql):
        key = token.key
        depth += {"(": 1, ")": -1}.get(key, 0)
        if key == "ATOMIC" and before == "BEGIN":
            atomic += 1
        elif atomic and key in {"CASE", "END"}:
            atomic += 1 if key == "CASE" else -1
        if key == ";" and not depth and not atomic:
            yield from _one(parts)
            parts = []
        else:
            parts.append(token)
        before = key if token.kind not in {"space", "comment"} else before
    yield from _one(parts)


def _one(parts: list[Token]) -> Iterator[Statement]:
    statement = Statement.of(parts)
    if statement.words:
        yield statement


def split_items(sql: str) -> Iterator[str]:
    """Yields the items of a list, split at the commas outside of parentheses, brackets and quotes."""
    parts: list[str] = []
    depth = 0
    for token in tokens(sql):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.text, 0)
        if token.text == "," and not depth:
            yield "".join(parts).strip()
            parts = []
        else:
            parts.append(token.text)
    if last := "".join(parts).strip():
        yield last

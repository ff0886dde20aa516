"""The objects of a schema, read from the output of pg_dump and written in one normal form.

Left out are settings of the session, owners, tablespaces and grants to the role that captures. Comments, grants to
other roles and the order of pg_dump, in which the objects can be made, are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from database_schema.sql.scan import Statement, comments, statements, tokens

_HEADER = re.compile(
    r"-- Name: (?P<name>.*); Type: (?P<kind>[A-Z ]+); Schema: (?P<schema>.*?)(?:; Owner: (?P<owner>.*?))?"
    r"(?:; Tablespace: .*)?\r?"
)
_UNRESTRICT = re.compile(r"\n\\unrestrict \S+\s*\Z")
# The statement that pg_dump writes below an object whose name needs no quotes.
_OWNER = re.compile(r"\n\n\nALTER [^\n;'\"$]+ OWNER TO \w+;\s*\Z")
_SESSION = re.compile(r"SET default_tablespace = ''|SET default_table_access_method = heap|(SET|RESET) SESSION AUTH.*")
# PostgreSQL reads `(ARRAY['a'::character varying])::text[]` and prints the second form when it has read it once more.
_CAST_ARRAY = re.compile(r"\(\(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]\)::text\[\]\)")
_CAST_ITEM = re.compile(r"'(?:[^']|'')*'::character varying")
# All privileges of a table before PostgreSQL 17, which has added MAINTAIN. Of an older server pg_dump 17 lists them.
_ALL_BEFORE_17 = re.compile(r"^REVOKE SELECT,INSERT,REFERENCES,DELETE,TRIGGER,TRUNCATE,UPDATE ON TABLE ")
_EXPRESSIONS = {"TABLE", "CONSTRAINT", "CHECK CONSTRAINT", "DOMAIN", "INDEX", "DEFAULT"}


@dataclass(frozen=True, kw_only=True)
class SchemaObject:
    """One object: `kind` and `name` as pg_dump writes them, `sql` the statements that make it, each with its end."""

    kind: str
    schema: str
    name: str
    sql: str
    owner: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.schema, self.name

    def __str__(self) -> str:
        schema = "" if self.schema in {"-", ""} else f"{self.schema}."
        return f"{self.kind.lower()} {schema}{self.name}"


def read(text: str, *, captured_by: str = "") -> tuple[SchemaObject, ...]:
    """Reads the objects from a dump, in their order; two sections of one object are joined.

    `captured_by` is the role that ran pg_dump.
    """
    found: dict[tuple[str, str, str], SchemaObject] = {}
    for header, body in _sections(_UNRESTRICT.sub("\n", text)):
        section = _section(header)
        if not _is_left_out(section):
            sql = "\n".join(f"{each};" for each in _statements(body, section, captured_by=captured_by))
            earlier = found.get(section.key)
            if sql:
                found[section.key] = replace(section, sql=f"{earlier.sql}\n{sql}" if earlier else sql)
    return tuple(found.values())


def read_written(text: str) -> tuple[SchemaObject, ...]:
    """Reads the objects from a text of `write`, which is in normal form already."""
    return tuple(replace(_section(header), sql=body.strip()) for header, body in _sections(text))


def write(objects: Iterable[SchemaObject]) -> str:
    """Writes the objects in their order; `read` reads them again."""
    return "\n".join(
        f"-- Name: {each.name}; Type: {each.kind}; Schema: {each.schema}\n{each.sql}\n" for each in objects
    )


def _section(header: re.Match[str]) -> SchemaObject:
    return SchemaObject(
        kind=header["kind"], schema=header["schema"], name=header["name"], sql="", owner=header["owner"] or ""
    )


def _sections(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yields each header with the text below it, without comments. A header within a string or a body is none."""
    header: re.Match[str] | None = None
    parts: list[str] = []
    at = 0
    for start, end in comments(text):
        parts.append(text[at:start])
        at = end
        if found := _HEADER.fullmatch(text, start, end):
            if header:
                yield header, "".join(parts)
            header, parts = found, []
    if header:
        yield header, "".join([*parts, text[at:]])


def _is_left_out(each: SchemaObject) -> bool:
    """Returns true for the comment that an extension brings: only the owner of the extension may set it."""
    return each.kind == "COMMENT" and each.name.startswith("EXTENSION ")


def _statements(body: str, of: SchemaObject, *, captured_by: str) -> Iterator[str]:
    body = _OWNER.sub("", body).strip()
    if body.count(";") == 1 and body.endswith(";") and not of.kind.endswith("ACL"):  # most objects: one statement
        one = body[:-1]
        yield _CAST_ARRAY.sub(_cast_items, one) if of.kind in _EXPRESSIONS else one
        return
    for statement in statements(body):
        if _SESSION.fullmatch(statement.text) or _sets_owner(statement):
            continue
        if of.kind.endswith("ACL"):
            yield from _grant(statement, owner=of.owner, captured_by=captured_by)
        elif of.kind in _EXPRESSIONS:
            yield _CAST_ARRAY.sub(_cast_items, statement.text)
        else:
            yield statement.text


def _sets_owner(statement: Statement) -> bool:
    return statement.words[0] == "ALTER" and statement.words[-3:-1] == ("OWNER", "TO")


def _grant(statement: Statement, *, owner: str, captured_by: str) -> Iterator[str]:
    """Yields the statement with CURRENT_USER for the owner; nothing for a grant to the role that captures."""
    names = {owner: "CURRENT_USER"} if owner else {}
    parts = list(tokens(statement.text))
    for at, part in enumerate(parts):
        before = next((each.key for each in reversed(parts[:at]) if each.kind != "space"), "")
        if before in {"TO", "FROM", "ROLE"} and part.kind in {"word", "name"}:
            name = part.text[1:-1].replace('""', '"') if part.kind == "name" else part.text
            if name == captured_by != owner and before in {"TO", "FROM"}:
                return
            parts[at] = replace(part, text=names.get(name, part.text))
    yield _ALL_BEFORE_17.sub("REVOKE ALL ON TABLE ", "".join(part.text for part in parts))


def _cast_items(found: re.Match[str]) -> str:
    return f"(ARRAY[{_CAST_ITEM.sub(lambda item: f'({item[0]})::text', found[1])}])"

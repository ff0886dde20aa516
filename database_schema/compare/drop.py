"""The SQL that drops an object which is live and not expected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from database_schema.compare.difference import Change, Difference
from database_schema.sql.objects import SchemaObject
from database_schema.sql.scan import statements

SIMPLE = {
    "TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "INDEX", "TYPE", "DOMAIN", "SCHEMA", "EXTENSION", "FUNCTION",
    "PROCEDURE", "AGGREGATE", "COLLATION", "STATISTICS",
}  # fmt: skip
LOSES = {"TABLE": "all rows of the table", "SEQUENCE": "the value of the sequence", "SCHEMA": "all that it holds",
         "MATERIALIZED VIEW": "its rows, which a refresh makes again"}  # fmt: skip
NAME = r"(?:\"(?:[^\"]|\"\")+\"|[^\s\".]+)"
ON_TABLE = {"CONSTRAINT", "FK CONSTRAINT", "CHECK CONSTRAINT"}


def drop(live: SchemaObject) -> Difference:
    """Returns the difference of an extra object, with the SQL that drops it where that is certain."""
    sql = drop_sql(live)
    return Difference(
        change=Change.EXTRA,
        object=str(live),
        mend=(sql,) if sql else (),
        loss=LOSES.get(live.kind, ""),
        note="" if sql else f"drop this {live.kind.lower()} by hand, or add it to a migration",
    )


def drop_sql(live: SchemaObject) -> str:
    """Returns the statement that drops the object; empty where a person must write it."""
    first = next(statements(live.sql))
    if live.kind == "SEQUENCE" and first.words[:2] == ("ALTER", "TABLE"):
        return re.sub(r" ADD GENERATED .*", " DROP IDENTITY;", first.text, flags=re.DOTALL)
    if live.kind in SIMPLE:
        return f"DROP {live.kind} {_made_name(live)};"
    if live.kind in ON_TABLE:
        found = re.match(rf"ALTER TABLE (?:ONLY )?(?P<table>.+?)\s+ADD CONSTRAINT (?P<name>{NAME})", first.text)
        return f"ALTER TABLE {found['table']} DROP CONSTRAINT {found['name']};" if found else ""
    if live.kind == "DEFAULT":
        return re.sub(r"SET DEFAULT .*", "DROP DEFAULT;", first.text, flags=re.DOTALL)
    if live.kind == "TRIGGER":
        pattern = rf"TRIGGER (?P<name>{NAME}) .*? ON (?P<table>{NAME}(?:\.{NAME})?)"
        found = re.search(pattern, first.text, re.DOTALL)
        return f"DROP TRIGGER {found['name']} ON {found['table']};" if found else ""
    if live.kind == "COMMENT":
        return re.sub(r"\sIS\s+'(?:[^']|'')*'\Z", " IS NULL;", first.text)
    if live.kind == "ACL":
        return "\n".join(revoked(live))
    return ""


def revoked(live: SchemaObject, *, but: SchemaObject | None = None) -> Iterator[str]:
    """Yields a REVOKE for each grant of an ACL that the other one has not."""
    kept = {statement.text for statement in statements(but.sql)} if but else set[str]()
    for statement in statements(live.sql):
        if statement.words[0] == "GRANT" and statement.text not in kept:
            yield re.sub(r"\AGRANT (.*) TO (.*?)( WITH GRANT OPTION)?\Z", r"REVOKE \1 FROM \2;", statement.text)


def _made_name(live: SchemaObject) -> str:
    """Returns the name as the object's own statement writes it; with its arguments for a function."""
    if live.kind in {"FUNCTION", "PROCEDURE", "AGGREGATE"}:
        return f"{quoted(live.schema)}.{live.name}"  # pg_dump writes such a name with its argument types, quoted
    name = quoted(live.name)
    return name if live.schema in {"", "-"} else f"{quoted(live.schema)}.{name}"


def quoted(name: str) -> str:
    """Returns an identifier with quotes where PostgreSQL needs them; a reserved word gets them too."""
    plain = re.fullmatch(r"[a-z_][a-z0-9_$]*", name) and name not in RESERVED
    return name if plain else '"' + name.replace('"', '""') + '"'


# https://www.postgresql.org/docs/17/sql-keywords-appendix.html: reserved, or reserved for some uses.
RESERVED = frozenset(
    [
        "all",
        "analyse",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "asymmetric",
        "authorization",
        "between",
        "bigint",
        "binary",
        "bit",
        "boolean",
        "both",
        "case",
        "cast",
        "char",
        "character",
        "check",
        "coalesce",
        "collate",
        "collation",
        "column",
        "concurrently",
        "constraint",
        "create",
        "cross",
        "current_catalog",
        "current_date",
        "current_role",
        "current_schema",
        "current_time",
        "current_timestamp",
        "current_user",
        "dec",
        "decimal",
        "default",
        "deferrable",
        "desc",
        "distinct",
        "do",
        "else",
        "end",
        "except",
        "exists",
        "extract",
        "false",
        "fetch",
        "float",
        "for",
        "foreign",
        "freeze",
        "from",
        "full",
        "grant",
        "greatest",
        "group",
        "grouping",
        "having",
        "ilike",
        "in",
        "initially",
        "inner",
        "inout",
        "int",
        "integer",
        "intersect",
        "interval",
        "into",
        "is",
        "isnull",
        "join",
        "lateral",
        "leading",
        "least",
        "left",
        "like",
        "limit",
        "localtime",
        "localtimestamp",
        "national",
        "natural",
        "nchar",
        "none",
        "normalize",
        "not",
        "notnull",
        "null",
        "nullif",
        "numeric",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "out",
        "outer",
        "overlaps",
        "overlay",
        "placing",
        "position",
        "precision",
        "primary",
        "real",
        "references",
        "returning",
        "right",
        "row",
        "select",
        "session_user",
        "setof",
        "similar",
        "smallint",
        "some",
        "substring",
        "symmetric",
        "system_user",
        "table",
        "tablesample",
        "then",
        "time",
        "timestamp",
        "to",
        "trailing",
        "treat",
        "trim",
        "true",
        "union",
        "unique",
        "user",
        "using",
        "values",
        "varchar",
        "variadic",
        "verbose",
        "when",
        "where",
        "window",
        "with",
        "xmlattributes",
        "xmlconcat",
        "xmlelement",
        "xmlexists",
        "xmlforest",
        "xmlnamespaces",
        "xmlparse",
        "xmlpi",
        "xmlroot",
        "xmlserialize",
        "xmltable",
    ]
)

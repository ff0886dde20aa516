"""The roles that grants in SQL name. A role belongs to the whole server: no migration makes one."""

from __future__ import annotations

from collections.abc import Iterator

from database_schema.sql.scan import statements, tokens

NO_ROLES = {"PUBLIC", "CURRENT_USER", "CURRENT_ROLE", "SESSION_USER"}


def roles(sql: str) -> frozenset[str]:
    """Returns the names of the roles in GRANT, REVOKE, ALTER DEFAULT PRIVILEGES and CREATE POLICY."""
    return frozenset(
        role
        for statement in statements(sql)
        if statement.words[0] in {"GRANT", "REVOKE"}
        or statement.words[:2] in {("ALTER", "DEFAULT"), ("CREATE", "POLICY")}
        for role in _after(statement.text)
    )


def _after(statement: str) -> Iterator[str]:
    """Yields the names after TO, FROM and FOR ROLE, also those of a list."""
    before, listing, depth = "", False, 0
    for token in tokens(statement):
        if token.kind in {"space", "comment"}:
            continue
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if not depth and token.kind in {"word", "name"}:
            if before in {"TO", "FROM", "ROLE"} or (listing and before == ","):
                listing = True
                if token.key not in NO_ROLES:
                    yield token.text[1:-1].replace('""', '"') if token.kind == "name" else token.text.lower()
            else:
                listing = False
        before = token.key

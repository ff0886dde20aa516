"""The findings on a migration: those of this repository, and those of squawk.

https://squawkhq.com/docs/rules lists the rules of squawk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from database_schema import programs
from database_schema.migrations.files import Migration
from database_schema.migrations.statement_rules import Finding, check_statements
from errors import CounterPromoError

# Rules of squawk that are not used here, with the reason.
NOT_USED = (
    "prefer-robust-stmts",  # IF NOT EXISTS hides that a migration does not do what it says
    "require-lock-timeout",  # apply sets both
    "require-statement-timeout",
    "ban-drop-column",  # the rule `loss` asks for a line in the header
    "ban-drop-table",
)


def lint(migration: Migration, *, major: int) -> tuple[Finding, ...]:
    """Returns all findings on one migration for a major version of PostgreSQL.

    Of squawk's findings on the first migration only syntax errors count: it makes every object anew, as it was found.
    """
    general = _squawk(migration, major=major)
    if migration.number == 1:
        general = (each for each in general if each.refuses)
    return (*check_statements(migration), *general)


def _squawk(migration: Migration, *, major: int) -> Iterator[Finding]:
    said = programs.squawk(migration.path, major=major, transaction=migration.transaction, without=NOT_USED)
    try:
        findings = json.loads(said)
    except json.JSONDecodeError as error:
        raise CounterPromoError(f"the output of squawk is not JSON: {said[:200]}", cure="make install") from error
    for each in findings:
        message = f"{each['message'].rstrip('.')}; {each['help']}" if each.get("help") else str(each["message"])
        is_error = each["rule_name"] == "syntax-error"
        yield Finding(rule=each["rule_name"], message=message, refuses=is_error, line=each["line"] + 1)

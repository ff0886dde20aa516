"""The results of the jobs on a database."""

from __future__ import annotations

from dataclasses import dataclass

from database_schema.compare.difference import Difference
from database_schema.migrations.statement_rules import Finding


@dataclass(frozen=True, kw_only=True)
class Captured:
    """The captured schema as SQL, and a summary in lines."""

    sql: str
    summary: tuple[str, ...]
    server: str


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The live schema compared with that after migration `number`, which is the last one that the database has.

    `stamped` is false for a database without a ledger: it is compared with the schema after all migrations.
    """

    number: int
    stamped: bool
    pending: tuple[str, ...]
    phase_1: tuple[str, ...]
    phase_1_complete: bool
    differences: tuple[Difference, ...]
    server: str


@dataclass(frozen=True, kw_only=True)
class PendingMigration:
    """A migration that a database has not, with the findings on it and the locks that it takes."""

    name: str
    sql: str
    findings: tuple[Finding, ...]
    locks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Planned:
    """The migrations that an apply would run, in their order."""

    pending: tuple[PendingMigration, ...]
    server: str

    @property
    def refusals(self) -> tuple[str, ...]:
        """Returns the findings that stop an apply."""
        return tuple(
            f"{each.name}: {finding.message} ({finding.rule})"
            for each in self.pending
            for finding in each.findings
            if finding.refuses
        )


@dataclass(frozen=True, kw_only=True)
class Applied:
    """The migrations that an apply or a stamp has recorded."""

    migrations: tuple[str, ...]

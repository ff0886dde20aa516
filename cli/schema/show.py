"""Prints what the schema commands found."""

from __future__ import annotations

from cli.terminal import say
from database_schema.compare.difference import Change, Difference
from database_schema.results import Checked, Planned

STYLES = {Change.MISSING: "red", Change.EXTRA: "yellow", Change.CHANGED: "yellow"}


def show_checked(checked: Checked, *, environment: str) -> None:
    """Prints the objects of the reference, each difference with the SQL that mends it, and one line as the result."""
    for line in checked.phase_1:
        say(line)
    for difference in checked.differences:
        _show_difference(difference)
    if not checked.stamped:
        say(f"{environment}: no migration is recorded; to record them: counterpromo schema stamp {environment}")
    for name in checked.pending:
        say(f"pending: {name}", style="yellow")
    where = f"{environment}, PostgreSQL {checked.server}"
    if checked.differences:
        counts = [(change, sum(each.change is change for each in checked.differences)) for change in Change]
        shown = ", ".join(f"{number} {change}" for change, number in counts if number)
        say(f"{where}: the schema differs from migration {checked.number:04}: {shown}", style="bold red")
    else:
        say(f"{where}: the schema is that of migration {checked.number:04}", style="bold green")


def _show_difference(difference: Difference) -> None:
    say(f"{difference.change}: {difference.object}", style=STYLES[difference.change])
    if difference.loss:
        say(f"    the statement destroys {difference.loss}")
    for statement in difference.mend:
        for line in statement.splitlines():
            say(f"    {line}")
    if difference.note:
        say(f"    {difference.note}")


def show_planned(planned: Planned, *, environment: str) -> None:
    """Prints each pending migration with its SQL, locks and findings."""
    if not planned.pending:
        say(f"{environment}, PostgreSQL {planned.server}: no migration is pending", style="bold green")
    for migration in planned.pending:
        say(f"{migration.name}", style="bold")
        for line in migration.sql.splitlines():
            say(f"    {line}")
        for lock in migration.locks:
            say(f"  lock: {lock}")
        for finding in migration.findings:
            line_number = f"line {finding.line}: " if finding.line else ""
            word = "refused" if finding.refuses else "warning"
            say(
                f"  {word}: {line_number}{finding.message} ({finding.rule})",
                style="red" if finding.refuses else "yellow",
            )

"""What each mode lets a plan do at all, before any attribute is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity
from terraform.plan.change import Change
from terraform.plan.plan import Plan


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Imports, moves and actions against the mode."""
    for change in plan.managed:
        if mode is Mode.ADOPT and change.verb != "no-op":
            yield _found("adopt-changes", change)
        if mode is Mode.CREATE and change.verb not in ("no-op", "create"):
            yield _found("create-changes", change)
        if mode is Mode.STEADY and change.import_id is not None and change.verb != "no-op":
            yield _found("import-changes", change)
        yield from _moved(change, mode=mode)
    yield from _one_import_each(plan)
    if mode is Mode.ADOPT:
        yield from _imports(plan, expected)


def _moved(change: Change, *, mode: Mode) -> Iterator[Finding]:
    """Another address for the same object changes nothing in AWS, as long as that is all."""
    if change.previous_address and change.previous_address != change.address:
        only = change.verb in ("no-op", "update") and mode is Mode.STEADY
        yield _found(
            "moved",
            change,
            f"from {change.previous_address}",
            severity=Severity.REPORTED if only else Severity.BLOCKED,
        )


def _one_import_each(plan: Plan) -> Iterator[Finding]:
    """Two addresses for one object: a later change or delete of one would be one of the other."""
    importing = [change for change in plan.managed if change.import_id is not None]
    ids = Counter((change.type, change.import_id) for change in importing)
    for change in importing:
        if ids[change.type, change.import_id] > 1:
            yield _found("import-twice", change)


def _imports(plan: Plan, expected: Expected) -> Iterator[Finding]:
    """Exactly the ids that were found, to exactly their addresses. What an earlier run took in is in the state."""
    if expected.imports is None:
        yield Finding(rule="import-unlisted", detail="there is no list of imports", severity=Severity.REPORTED)
        return
    changes = {change.address: change for change in plan.managed}
    for address, change in changes.items():
        wanted = expected.imports.get(address)
        if change.import_id is not None and change.import_id != wanted:
            yield _found("import-unlisted", change, "another id is listed" if wanted else "it is not listed")
    for address in sorted(expected.imports):
        there = changes.get(address)
        if there is None or (there.import_id is None and address not in plan.prior):
            yield Finding(rule="import-missing", address=address)


def _found(rule: str, change: Change, detail: str = "", *, severity: Severity = Severity.BLOCKED) -> Finding:
    reason = change.reason.replace("_", " ")
    told = ", ".join(part for part in (detail, change.verb if not detail else "", reason) if part)
    return Finding(rule=rule, address=change.address, action=change.verb, detail=told, severity=severity)

"""Checks the kinds of change that a mode allows: adopt only imports, create only creates, steady never imports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.change import Change
from terraform.plan.plan import Plan


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for each change, move and import that the mode does not allow."""
    for change in plan.managed:
        if mode is Mode.ADOPT and change.verb != "no-op":
            yield _found("adopt-changes", change)
        if mode is Mode.CREATE and change.verb not in ("no-op", "create"):
            yield _found("create-changes", change)
        if mode is Mode.STEADY and change.import_id is not None and change.verb != "no-op":
            yield _found("import-changes", change)
        yield from _moved(change, mode=mode)
    yield from _imported_twice(plan)
    if mode is Mode.ADOPT:
        yield from _imports(plan, expected)


def _moved(change: Change, *, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for a moved address. A move alone changes nothing in AWS."""
    if change.previous_address and change.previous_address != change.address:
        only = change.verb in ("no-op", "update") and mode is Mode.STEADY
        yield _found(
            "moved",
            change,
            f"from {change.previous_address}",
            severity=Severity.REPORTED if only else Severity.BLOCKED,
        )


def _imported_twice(plan: Plan) -> Iterator[Finding]:
    """Yields a finding for each address that imports a resource which another address imports, too."""
    importing = [change for change in plan.managed if change.import_id is not None]
    ids = Counter((change.type, change.import_id) for change in importing)
    for change in importing:
        if ids[change.type, change.import_id] > 1:
            yield _found("import-twice", change)


def _imports(plan: Plan, expected: Expected) -> Iterator[Finding]:
    """Checks that the plan imports the listed ids to their addresses. An earlier run may have imported some already."""
    if expected.imports is None:
        yield Finding(rule="import-unlisted", detail="there is no list of imports", severity=Severity.REPORTED)
        return
    changes = {change.address: change for change in plan.managed}
    for address, change in changes.items():
        listed = expected.imports.get(address)
        if change.import_id is not None and change.import_id != listed:
            yield _found(
                "import-unlisted", change, "the list has another id" if listed else "the address is not in the list"
            )
    for address in sorted(expected.imports):
        planned = changes.get(address)
        if planned is None or (planned.import_id is None and address not in plan.prior):
            yield Finding(rule="import-missing", address=address)


def _found(rule: str, change: Change, detail: str = "", *, severity: Severity = Severity.BLOCKED) -> Finding:
    reason = change.reason.replace("_", " ")
    text = ", ".join(part for part in (detail, change.verb if not detail else "", reason) if part)
    return finding_on(rule, change, text, severity=severity)

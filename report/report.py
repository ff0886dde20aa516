"""A plan and its verdict as one report: counts, findings, then every change with its arguments, risks first.

Terminal and Markdown show the same report; only their limits differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from guard.verdict import Finding, Severity, Verdict
from report.arguments import Argument, arguments
from report.members import Member
from terraform.plan.change import Change
from terraform.plan.counts import Counts
from terraform.plan.plan import Plan

DRIFT = frozenset({"drift", "drift-crossed"})
ADDED = "added-by-hand"
_ORDER = (Severity.BLOCKED, Severity.WAIVED, Severity.REPORTED)


@dataclass(frozen=True, kw_only=True)
class Section:
    """One resource: `does` is what the plan does to it, `drifted` or `added to`.

    `ways_on` says what to do about what a person did.
    """

    does: str
    address: str
    note: str = ""
    ways_on: str = ""
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that a reviewer decides on. `imported` counts the types of resources that are only imported."""

    title: str
    counts: Counts
    has_changes: bool
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]
    drifted: tuple[Section, ...]
    imported: tuple[tuple[str, int], ...] = ()
    outputs: tuple[str, ...] = field(default=())


def report_of(plan: Plan, *, title: str, verdict: Verdict | None, has_changes: bool) -> Report:
    """Returns the report of a plan. Resources with findings come first, the gravest first; then by kind of change."""
    findings = verdict.findings if verdict else ()
    gravity = {finding.address: _ORDER.index(finding.severity) for finding in reversed(findings)}
    acting = [change for change in plan.by_risk if change.kind not in ("import", "read")]
    ordered = sorted(acting, key=lambda change: gravity.get(change.address, len(_ORDER)))
    imported = Counter(change.type for change in plan.by_risk if change.kind == "import")
    return Report(
        title=title,
        counts=plan.counts,
        has_changes=has_changes,
        verdict=verdict,
        findings=findings,
        sections=tuple(_section(change, plan) for change in ordered),
        drifted=tuple(_drifted(plan, findings, title=title)),
        imported=tuple(sorted(imported.items())),
        outputs=plan.changed_outputs,
    )


def _section(change: Change, plan: Plan) -> Section:
    return Section(
        does=change.kind, address=change.address, note=_note(change), arguments=arguments(change, plan.written)
    )


def _note(change: Change) -> str:
    imported = "and imported" if change.import_id is not None else ""
    moved = f"was {change.previous_address}" if change.previous_address else ""
    return ", ".join(filter(None, (imported, moved)))


def _drifted(plan: Plan, findings: tuple[Finding, ...], *, title: str) -> Iterator[Section]:
    """Yields what changed outside of Terraform, with the arguments that the guard names; noise of AWS is left out.

    `title` is the environment, which the commands of the ways on need.
    """
    named = {finding.address: finding for finding in findings if finding.rule in DRIFT}
    for drift in plan.drift:
        if (finding := named.get(drift.address)) is None:
            continue
        ways_on = finding.about.help.replace("ENV", title).replace("ADDRESS", drift.address)
        if drift.verb == "delete":
            yield Section(does="drifted", address=drift.address, note="it is gone", ways_on=ways_on)
            continue
        attributes = finding.detail.split(", ")
        found = tuple(each for each in arguments(drift, {}) if _top(each.member) in attributes)
        yield Section(does="drifted", address=drift.address, ways_on=ways_on, arguments=found)
    for finding in findings:
        if finding.rule == ADDED:
            ways_on = finding.about.help.replace("ENV", title)
            yield Section(does="added to", address=finding.address, note=finding.detail, ways_on=ways_on)


def _top(member: Member) -> str:
    return member.path.split(".")[0].split("[")[0].split(" ")[0]

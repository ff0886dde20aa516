"""Formats a report for a terminal: a line for each service, each finding with its cure, the estimate, the inventory."""

from __future__ import annotations

from collections.abc import Iterator

from audit.formats import money
from audit.formats.listing import counts, notable
from audit.inventory.items import Inventory, Standing
from audit.report import Report, Source
from audit.safety.formats import text as safety_text
from cost.estimate import Difference, Estimate
from guard.formats.text import clean


def render(report: Report) -> str:
    """Returns the report as lines of text."""
    return "\n".join(_lines(report)) + "\n"


def counted(number: int, noun: str) -> str:
    """Returns a number with its noun: `1 finding`, `2 findings`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.environment.name}: {counted(len(report.findings), 'finding')} ({report.source.value})"
    for service, paths in report.by_service.items():
        stopped = sum(path.stopped_at is not None for path in paths)
        hops = sum(len(path.hops) for path in paths)
        state = f"{stopped} stopped" if stopped else "none stopped"
        yield clean(f"  {service}: {counted(len(paths), 'path')}, {counted(hops, 'hop')}, {state}")
    for finding in report.findings:
        yield clean(f"{finding.message}  [{finding.rule}]")
        yield clean(f"  try: {finding.cure}")
    for path, detail in report.undecided:
        yield clean(f"not decided: {path.service} may {path.does}: {detail}")
    yield from map(clean, safety_text.lines(report.safety))
    if report.cost:
        yield from _cost(report.cost, report.change)
    if report.inventory:
        yield from _inventory(report.inventory, listed=report.source is not Source.PLAN)


def _inventory(inventory: Inventory, *, listed: bool) -> Iterator[str]:
    """Yields the number of resources, and each that is not simply in the code; a plan lists what it creates itself."""
    yield f"inventory: {counts(inventory)}"
    if inventory.unread:
        yield clean(f"  live ids are not known: {inventory.unread}")
    for item in notable(inventory):
        if listed or item.standing is not Standing.NEW:
            named = " ".join(dict.fromkeys(part for part in (item.address or item.type, item.name, item.id) if part))
            yield clean(f"  {item.standing.value}: {named}{f': {item.detail}' if item.detail else ''}")


def _cost(cost: Estimate, change: Difference | None) -> Iterator[str]:
    yield f"estimate: {money.total(cost)}"
    for line in cost.lines:
        yield clean(f"  {money.amount(line.usd):>16}  {line.part} ({line.count})")
    yield from (clean(f"  without a price: {one}") for one in cost.without_price)
    if change:
        yield f"  {money.changed(change)}"
        yield from (clean(f"  {money.signed(usd):>16}  {part}") for part, usd in change.parts.items())

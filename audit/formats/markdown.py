"""Formats a report as Markdown for a pull request: findings, services, estimate and what nothing decides.

A comment on GitHub holds 65536 characters, so long lists are cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.formats import money
from audit.formats.listing import counts, notable
from audit.formats.text import counted
from audit.inventory.items import Inventory, Standing
from audit.picture.draw import draw
from audit.picture.mermaid import mermaid
from audit.report import Report
from audit.safety.formats import markdown as safety_markdown
from cost.estimate import NOT_COUNTED, Difference, Estimate
from guard.formats.markdown_parts import and_more, code

LISTED = 100


def render(report: Report) -> str:
    """Returns the report as a Markdown section."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"### Audit of {code(report.environment.name)}: {counted(len(report.findings), 'finding')}"
    yield from ("", f"Read from: {report.source.value}.")
    if report.findings:
        yield from ("", "| service | cannot | because | try | rule |", "|---|---|---|---|---|")
    for one in report.findings[:LISTED]:
        cells = [one.service, one.cannot, one.detail, one.cure]
        yield f"| {' | '.join(code(cell) for cell in cells)} | `{one.rule}` |"
    yield from and_more(len(report.findings), listed=LISTED)
    yield from ("", "| service | paths | hops | stopped |", "|---|---|---|---|")
    for service, paths in report.by_service.items():
        stopped = sum(path.stopped_at is not None for path in paths)
        yield f"| {code(service)} | {len(paths)} | {sum(len(path.hops) for path in paths)} | {stopped} |"
    yield from ("", "<details><summary>Picture</summary>", "", "```mermaid", mermaid(draw(report)).rstrip(), "```")
    yield from ("", "</details>")
    if report.cost:
        yield from _cost(report.cost, report.change)
    if report.inventory:
        yield from _inventory(report.inventory)
    if report.undecided:
        yield from ("", f"<details><summary>{len(report.undecided)} not decided</summary>", "")
        yield from (f"* {code(path.service)}: {code(detail)}" for path, detail in report.undecided[:LISTED])
        yield from and_more(len(report.undecided), listed=LISTED)
        yield from ("", "</details>")
    yield from safety_markdown.lines(report.safety)


def _cost(cost: Estimate, change: Difference | None) -> Iterator[str]:
    yield from ("", f"Estimate: {money.total(cost)}{f'; {money.changed(change)}' if change else ''}.")
    if change and change.parts:
        yield from ("", "| part | change in USD a month |", "|---|---|")
        yield from (f"| {code(part)} | {money.signed(usd)} |" for part, usd in change.parts.items())
    yield from ("", "<details><summary>Estimate by part</summary>", "")
    yield from ("| part | number | USD a month | assumed |", "|---|---|---|---|")
    for line in cost.lines:
        worked_out = f"price worked out: {line.worked_out}" if line.worked_out else ""
        assumed = "; ".join(text for text in (line.assumed, worked_out) if text)
        yield f"| {code(line.part)} | {line.count} | {money.amount(line.usd)} | {code(assumed)} |"
    yield from (f"| {code(one)} | | no price in the list | |" for one in cost.without_price)
    yield from ("", f"Not counted: {'; '.join(NOT_COUNTED)}.", "", "</details>")


def _inventory(inventory: Inventory) -> Iterator[str]:
    """Yields the number of resources, and those that are not simply in the code or created by the plan itself."""
    yield from ("", f"Inventory: {counts(inventory)}.")
    listed = [item for item in notable(inventory) if item.standing is not Standing.NEW]
    if listed:
        yield from ("", "<details><summary>Pinned, missing and stray resources</summary>", "")
        yield from ("| | resource | name | id | |", "|---|---|---|---|---|")
    for item in listed[:LISTED]:
        cells = " | ".join(code(cell) for cell in (item.address or item.type, item.name, item.id, item.detail))
        yield f"| {item.standing.value} | {cells} |"
    if listed:
        yield from (*and_more(len(listed), listed=LISTED), "", "</details>")

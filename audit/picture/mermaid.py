"""The picture as a Mermaid flowchart, which GitHub draws in Markdown: https://mermaid.js.org/syntax/flowchart.html"""

from __future__ import annotations

from collections.abc import Iterator

from audit.picture.drawing import INSIDE, Drawing, Place, Row, Tier
from guard.formats.text import clean
from reach.hops import State

_LINES = {State.PASSES: "-->", State.STOPS: "-.-x", State.UNKNOWN: "-.->"}
_COLORS = {State.STOPS: "stroke:#c62828,stroke-width:2px", State.UNKNOWN: "stroke:#b26a00"}
_SIGNS = {State.PASSES: "✓ ", State.STOPS: "✗ ", State.UNKNOWN: "? "}
MOST_ROWS = 12  # of a node; the page shows all


def mermaid(drawing: Drawing) -> str:
    """Returns the picture as the text of a Mermaid block."""
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    ids = {place.key: f"n{number}" for number, place in enumerate(drawing.places)}
    yield "flowchart LR"
    yield from _group(drawing, Tier.OUTSIDE, ids, "  ")
    yield f'  subgraph vpc["VPC {quoted(drawing.title)}"]'
    for tier in INSIDE:
        yield from _group(drawing, tier, ids, "    ")
    yield "  end"
    yield from _group(drawing, Tier.AWS, ids, "  ")
    for arrow in drawing.arrows:
        label = f'|"{quoted(arrow.label)}"|' if arrow.label else ""
        yield f"  {ids[arrow.source]} {_LINES[arrow.state]}{label} {ids[arrow.target]}"
    for number, arrow in enumerate(drawing.arrows):
        if arrow.state in _COLORS:
            yield f"  linkStyle {number} {_COLORS[arrow.state]}"


def _group(drawing: Drawing, tier: Tier, ids: dict[str, str], indent: str) -> Iterator[str]:
    """Yields the places of a tier, and a node that lists its subnets: the title of a subgraph has room for one line."""
    places = drawing.of(tier)
    if not places:
        return
    shown = [one for one in drawing.subnets if tier in INSIDE and one.public is (tier is Tier.PUBLIC)]
    subnets = [quoted(f"{one.name}, {one.zone}, {one.cidr}") for one in shown if tier is not Tier.BEHIND]
    yield f'{indent}subgraph {tier.name.lower()}["{tier.value}"]'
    if subnets:
        yield f'{indent}  {tier.name.lower()}_subnets["{"<br/>".join(subnets)}"]'
    yield from (f'{indent}  {ids[place.key]}["{_label(place)}"]' for place in places)
    yield f"{indent}end"


def _label(place: Place) -> str:
    """Returns the label of a node: kind and name, then a line for each row."""
    head = " ".join(part for part in (place.kind, place.name, f"({place.mark})" if place.mark else "") if part)
    rows = [_row(row) for row in place.rows[:MOST_ROWS]]
    if len(place.rows) > MOST_ROWS:
        rows.append(f"and {len(place.rows) - MOST_ROWS} more")
    return "<br/>".join([quoted(head), *rows])


def _row(row: Row) -> str:
    sign = _SIGNS[row.state] if row.state else ""
    return f"{sign}{quoted(row.text)}{f' ({row.mark})' if row.mark else ''}"


def quoted(text: str) -> str:
    """Returns a text for a quoted label: names from AWS may hold quotes, tags and code."""
    safe = clean(text).replace("#", "#35;").replace('"', "#quot;").replace("&", "#amp;")
    return safe.replace("<", "#lt;").replace(">", "#gt;").replace("`", "#96;")

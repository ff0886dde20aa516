"""The picture as a Mermaid flowchart, which GitHub draws in Markdown: https://mermaid.js.org/syntax/flowchart.html"""

from __future__ import annotations

from collections.abc import Iterator

from audit.picture.drawing import Drawing, Tier
from guard.formats.text import clean
from reach.hops import State

_LINES = {State.PASSES: "-->", State.STOPS: "-.-x", State.UNKNOWN: "-.->"}
_COLORS = {State.STOPS: "stroke:#c62828,stroke-width:2px", State.UNKNOWN: "stroke:#b26a00"}
_INSIDE = (Tier.PUBLIC, Tier.PRIVATE)


def mermaid(drawing: Drawing) -> str:
    """Returns the picture as the text of a Mermaid block."""
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    ids = {place.name: f"n{number}" for number, place in enumerate(drawing.places)}
    yield "flowchart LR"
    yield from _group(drawing, Tier.OUTSIDE, ids, "  ")
    yield f'  subgraph vpc["{quoted(drawing.title)}"]'
    for tier in _INSIDE:
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
    places = drawing.of(tier)
    if places:
        yield f'{indent}subgraph {tier.name.lower()}["{tier.value}"]'
        yield from (f'{indent}  {ids[place.name]}["{quoted(place.name)}"]' for place in places)
        yield f"{indent}end"


def quoted(text: str) -> str:
    """Returns a text for a quoted label: names from AWS may hold quotes, tags and code."""
    safe = clean(text).replace("#", "#35;").replace('"', "#quot;")
    return safe.replace("<", "#lt;").replace(">", "#gt;").replace("`", "#96;")

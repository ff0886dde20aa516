"""The picture as SVG for the page: four columns, one for each tier, and an arrow for each pair of places.

Colors are variables of the page's style, so that they follow light and dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from audit.picture.drawing import Arrow, Drawing, Tier
from reach.hops import State

_COLUMN, _WIDTH, _ROW, _HEIGHT, _TOP = 290, 210, 64, 40, 46
_ORDER = (Tier.OUTSIDE, Tier.PUBLIC, Tier.PRIVATE, Tier.AWS)


@dataclass(frozen=True, kw_only=True)
class _Box:
    """The corner of a place."""

    x: int
    y: int


def svg(drawing: Drawing) -> str:
    """Returns the picture as an `svg` element."""
    tiers = [tier for tier in _ORDER if drawing.of(tier)]
    boxes = {
        place.name: _Box(x=10 + column * _COLUMN, y=_TOP + row * _ROW)
        for column, tier in enumerate(tiers)
        for row, place in enumerate(drawing.of(tier))
    }
    rows = max((len(drawing.of(tier)) for tier in tiers), default=0)
    width, height = len(tiers) * _COLUMN - 60, _TOP + rows * _ROW + 10
    body = [*_titles(tiers), *(_arrow(one, boxes) for one in drawing.arrows), *_boxes(boxes)]
    head = f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(drawing.title)}">'
    marker = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" orient="auto"'
        ' markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9">'
        '<path d="M0 0 L8 4 L0 8 z" fill="context-stroke"/></marker></defs>'
    )
    return "\n".join([head, marker, *body, "</svg>"])


def _titles(tiers: list[Tier]) -> Iterator[str]:
    for column, tier in enumerate(tiers):
        yield f'<text class="tier" x="{10 + column * _COLUMN}" y="26">{tier.value}</text>'


def _boxes(boxes: dict[str, _Box]) -> Iterator[str]:
    for name, box in boxes.items():
        first, _, rest = name.partition(" ")
        lines = [first, rest] if rest else [name]
        yield f'<rect class="place" x="{box.x}" y="{box.y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>'
        for number, line in enumerate(lines):
            y = box.y + (17 + number * 15 if rest else 25)
            shown = line if len(line) <= 32 else f"{line[:15]}…{line[-15:]}"
            yield f'<text x="{box.x + 8}" y="{y}"><title>{escape(name)}</title>{escape(shown)}</text>'


def _arrow(arrow: Arrow, boxes: dict[str, _Box]) -> str:
    """Returns an arrow between the nearer sides of two boxes, with its ports at two thirds of the way."""
    source, target = boxes[arrow.source], boxes[arrow.target]
    rightwards = source.x < target.x
    if source.x == target.x:
        x1, x2, bend = source.x + _WIDTH, target.x + _WIDTH, source.x + _WIDTH + 46
    else:
        x1, x2 = (source.x + _WIDTH, target.x) if rightwards else (source.x, target.x + _WIDTH)
        bend = (x1 + x2) // 2
    y1, y2 = source.y + _HEIGHT // 2, target.y + _HEIGHT // 2
    told = escape(f"{arrow.source} to {arrow.target}: {arrow.state.value}")
    path = (
        f'<path class="{_CLASS[arrow.state]}" marker-end="url(#tip)" d="M{x1} {y1} C{bend} {y1} {bend} {y2} {x2} {y2}">'
    )
    label = f'<text class="port" x="{bend - 22}" y="{(y1 + 2 * y2) // 3 - 4}">{escape(arrow.label)}</text>'
    return f"{path}<title>{told}</title></path>{label if arrow.label else ''}"


_CLASS = {State.PASSES: "passes", State.STOPS: "stops", State.UNKNOWN: "unknown"}

"""The picture as SVG for the page: the VPC with its subnets, places in columns by tier, and arrows with ports.

Colors are variables of the page's style, so that they follow light and dark. States and marks are words or signs too.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from importlib import resources

from audit.picture.drawing import INSIDE, Drawing, Place, Row, Tier
from audit.picture.layout import HEAD, KIND, PAD, ROW, SUBNET, Box, Layout, Line, layout
from guard.formats.text import clean
from reach.hops import State

STYLE = resources.files("audit.picture").joinpath("picture.css").read_text(encoding="utf-8")
SIGNS = {State.PASSES: "✓", State.STOPS: "✗", State.UNKNOWN: "?"}
_LETTERS = {"head": 7.6, "name": 8.0, "small": 5.5}  # the width of a letter by class, on average
_LETTER = 6.3


def svg(drawing: Drawing) -> str:
    """Returns the picture as an `svg` element of a page, whose style holds STYLE."""
    placed = layout(drawing)
    size = f'viewBox="0 0 {placed.width} {placed.height}" style="min-width:{placed.width * 3 // 4}px"'
    return "\n".join([f'<svg {size} role="img" aria-label="{escape(drawing.title)}">', *_body(drawing, placed)])


def svg_file(drawing: Drawing) -> str:
    """Returns the picture as a file of its own."""
    placed = layout(drawing)
    size = f'viewBox="0 0 {placed.width} {placed.height}" width="{placed.width}" height="{placed.height}"'
    back = '<rect width="100%" height="100%" rx="8" style="fill:var(--soft)"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    return "\n".join([head, f"<style>\n{STYLE}</style>", back, *_body(drawing, placed)]) + "\n"


def _body(drawing: Drawing, placed: Layout) -> list[str]:
    return [
        _markers(),
        *_frame(drawing, placed),
        *(_line(line) for line in placed.lines),
        *(text for place in drawing.places for text in _place(place, placed.boxes[place.key])),
        "</svg>",
    ]


def _markers() -> str:
    """Returns an arrow head for each state."""
    heads = [
        f'<marker id="tip-{state.value}" class="{state.value}" viewBox="0 0 8 8" refX="7" refY="4" orient="auto"'
        f' markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9"><path d="M0 0 L8 4 L0 8 z"/></marker>'
        for state in State
    ]
    return f"<defs>{''.join(heads)}</defs>"


def _frame(drawing: Drawing, placed: Layout) -> Iterator[str]:
    frame = placed.frame
    yield f'<rect class="vpc" x="{frame.x}" y="{frame.y}" width="{frame.width}" height="{frame.height}" rx="10"/>'
    yield _text(f"VPC {drawing.title}", x=frame.x + 14, y=frame.y + 18, room=frame.width - 28, css="head")
    for tier in (Tier.OUTSIDE, Tier.AWS):
        x, width = placed.columns[tier]
        yield _text(tier.value, x=x, y=frame.y + 18, room=width, css="head")
    private = (placed.columns[Tier.PRIVATE][0], sum(placed.columns[INSIDE[-1]]))
    public = (placed.columns[Tier.PUBLIC][0], sum(placed.columns[Tier.PUBLIC]))
    for title, (left, right), is_public in (("public subnets", public, True), ("private subnets", private, False)):
        listed = [one for one in drawing.subnets if one.public is is_public]
        if listed:
            yield f'<rect class="tier" x="{left - 6}" y="{HEAD - 20}" width="{right - left + 12}"'
            yield f' height="{frame.y + frame.height - HEAD + 12}" rx="8"/>'
            yield _text(title, x=left, y=HEAD - 4, room=right - left, css="tier-name")
        for number, one in enumerate(listed):
            y = HEAD + number * SUBNET + 12
            yield _text(f"{one.name}", x=left, y=y, room=right - left, css="subnet")
            yield _text(f"{one.zone}, {one.cidr}, {one.way_out}", x=left, y=y + 13, room=right - left, css="small")


def _place(place: Place, box: Box) -> Iterator[str]:
    css = "place absent" if place.mark in ("gap", "not built yet") else "place"
    yield f'<rect class="{css}" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="6"/>'
    x, room = box.x + PAD, box.width - 2 * PAD
    if place.kind:
        yield _text(place.kind, x=x, y=box.y + 13, room=room, css="small")
    yield _text(place.name, x=x, y=box.y + 17 + (KIND if place.kind else 0), room=room, css="name", full=place.name)
    if place.mark:
        yield _mark(place.mark, right=box.right - PAD, y=box.y + 13)
    for number, row in enumerate(place.rows):
        yield from _row(row, x=x, y=box.y + box.title + number * ROW + 12, right=box.right - PAD)


def _row(row: Row, *, x: int, y: int, right: int) -> Iterator[str]:
    if row.state:
        yield f'<text class="sign {row.state.value}" x="{x}" y="{y}">{SIGNS[row.state]}</text>'
    left = x + 14 if row.state else x
    taken = len(row.mark) * 5.6 + 8 if row.mark else 0
    yield _text(row.text, x=left, y=y, room=right - left - taken, css="row", full=row.text)
    if row.mark:
        yield _mark(row.mark, right=right, y=y)


def _mark(mark: str, *, right: int, y: int) -> str:
    return f'<text class="mark" text-anchor="end" x="{right}" y="{y}">{escape(mark)}</text>'


def _text(text: str, *, x: int, y: int, room: float, css: str, full: str = "") -> str:
    """Returns a text that is cut in the middle where it is longer than its room; its whole is the title."""
    most = max(4, int(room / _LETTERS.get(css, _LETTER)))
    half = (most - 1) // 2
    shown = text if len(text) <= most else f"{text[: most - 1 - half]}…{text[-half:]}"
    title = f"<title>{escape(full or text)}</title>" if shown != text else ""
    return f'<text class="{css}" x="{x}" y="{y}">{title}{escape(shown)}</text>'


def _line(line: Line) -> str:
    """Returns an arrow as a curve, with its ports beside its end."""
    arrow, (x1, y1), (x2, y2) = line.arrow, line.start, line.end
    bend = (x2 - x1) // 2
    told = escape(f"{arrow.source} to {arrow.target}: {arrow.state.value}")
    curve = f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    path = f'<path class="arrow {arrow.state.value}" marker-end="url(#tip-{arrow.state.value})" d="{curve}">'
    side, x = ("end", x2 - 10) if x2 > x1 else ("start", x2 + 10)
    label = f'<text class="port" text-anchor="{side}" x="{x}" y="{y2 - 4}">{escape(arrow.label)}</text>'
    return f"{path}<title>{told}</title></path>{label if arrow.label else ''}"


def escape(text: str) -> str:
    """Returns a text of strangers for XML, which holds no control characters, not even escaped.

    https://www.w3.org/TR/xml/#charsets
    """
    return html.escape(clean(text))

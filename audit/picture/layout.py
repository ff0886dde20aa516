"""The layout of a picture: a box for each place in the column of its tier, and the ends of each arrow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from audit.picture.drawing import INSIDE, Arrow, Drawing, Place, Tier

WIDTHS = {Tier.OUTSIDE: 150, Tier.PUBLIC: 236, Tier.PRIVATE: 210, Tier.BEHIND: 226, Tier.AWS: 330}
GAP, FRAME, MARGIN = 74, 14, 8
KIND, ROW, PAD, BETWEEN = 14, 16, 8, 18
SUBNET, HEAD = 32, 50


@dataclass(frozen=True, kw_only=True)
class Box:
    """The rectangle of a place; `title` is the height of its title."""

    x: int
    y: int
    width: int
    height: int
    title: int = 0

    @property
    def right(self) -> int:
        """Returns the x of the right side."""
        return self.x + self.width

    def row(self, number: int) -> int:
        """Returns the y of the middle of a row."""
        return self.y + self.title + number * ROW + ROW // 2


@dataclass(frozen=True, kw_only=True)
class Line:
    """An arrow from one point to another."""

    arrow: Arrow
    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Boxes by key of the place, columns by tier (x and width), the frame of the VPC, lines, and the size."""

    boxes: Mapping[str, Box]
    columns: Mapping[Tier, tuple[int, int]]
    frame: Box
    lines: tuple[Line, ...]
    top: int
    width: int
    height: int


def layout(drawing: Drawing) -> Layout:
    """Returns where everything is drawn. Places of a tier stand below each other, in their order."""
    columns, right = _columns()
    per_tier = max((sum(one.public is public for one in drawing.subnets) for public in (True, False)), default=0)
    top = HEAD + per_tier * SUBNET + BETWEEN
    boxes: dict[str, Box] = {}
    for tier, (x, width) in columns.items():
        y = top
        for place in drawing.of(tier):
            title = 24 + (KIND if place.kind else 0)
            height = title + len(place.rows) * ROW + PAD
            boxes[place.key] = Box(x=x, y=y, width=width, height=height, title=title)
            y += height + BETWEEN
    _beside_their_services(drawing, boxes)
    bottom = max((box.y + box.height for box in boxes.values()), default=top) + FRAME
    first, last = columns[INSIDE[0]], columns[INSIDE[-1]]
    frame = Box(x=first[0] - FRAME, y=MARGIN, width=last[0] + last[1] - first[0] + 2 * FRAME, height=bottom - MARGIN)
    lines = tuple(_lines(drawing, boxes))
    return Layout(
        boxes=boxes, columns=columns, frame=frame, lines=lines, top=top, width=right + MARGIN, height=bottom + MARGIN
    )


def _beside_their_services(drawing: Drawing, boxes: dict[str, Box]) -> None:
    """Moves each place outside that is only called down to its caller, below all load balancers."""
    callers = {arrow.target: arrow.source for arrow in reversed(drawing.arrows)}
    for arrow in drawing.arrows:
        callers.pop(arrow.source, None)
    below = max((boxes[one.key].y + boxes[one.key].height for one in drawing.of(Tier.PUBLIC)), default=0) + BETWEEN
    free = 0
    for place in drawing.of(Tier.OUTSIDE):
        box = boxes[place.key]
        wanted = max(boxes[callers[place.key]].y, below) if place.key in callers else 0
        y = max(box.y, wanted, free)
        boxes[place.key] = replace(box, y=y)
        free = y + box.height + BETWEEN


def _columns() -> tuple[dict[Tier, tuple[int, int]], int]:
    x = MARGIN
    columns: dict[Tier, tuple[int, int]] = {}
    for tier, width in WIDTHS.items():
        columns[tier] = (x, width)
        x += width + GAP
    return columns, x - GAP


def _lines(drawing: Drawing, boxes: Mapping[str, Box]) -> list[Line]:
    """Returns the arrows; those that share a side of a box leave or reach it one below the other."""
    places = {place.key: place for place in drawing.places}
    ordered = sorted(drawing.arrows, key=lambda one: (boxes[one.target].y, boxes[one.source].y))
    lines: list[Line] = []
    for arrow in ordered:
        source, target = boxes[arrow.source], boxes[arrow.target]
        rightwards = source.x <= target.x
        start_x, end_x = (source.right, target.x) if rightwards else (source.x, target.right)
        start_y = _row_of(places[arrow.source], source, arrow) or _spread(
            source, [one for one in ordered if one.source == arrow.source and _same_way(one, boxes, rightwards)], arrow
        )
        ends = [one for one in ordered if one.target == arrow.target and _same_way(one, boxes, rightwards)]
        ends.sort(key=lambda one: boxes[one.source].y)
        lines.append(Line(arrow=arrow, start=(start_x, start_y), end=(end_x, _spread(target, ends, arrow))))
    return lines


def _row_of(place: Place, box: Box, arrow: Arrow) -> int:
    """Returns the y of the row that an arrow leaves from; 0 if it leaves from the place as a whole."""
    for number, row in enumerate(place.rows):
        if arrow.row and row.text.partition(" ")[0] == arrow.row:
            return box.row(number)
    return 0


def _same_way(arrow: Arrow, boxes: Mapping[str, Box], rightwards: bool) -> bool:
    return (boxes[arrow.source].x <= boxes[arrow.target].x) is rightwards


def _spread(box: Box, arrows: list[Arrow], arrow: Arrow) -> int:
    """Returns the y of an arrow on a side that it shares with others."""
    step = min(22, (box.height - 12) // max(1, len(arrows)))
    middle = box.y + box.height // 2
    return middle + round((arrows.index(arrow) - (len(arrows) - 1) / 2) * step)

"""The figure of one entry: its causes on the left, its effects on the right, one step each way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from macros.layout.causes_wide import PADDING, label_box
from macros.layout.model import IN_SPITE_OF, Drawing, Line, Point, arrowhead, checked, crossbar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from macros.layout.font import Font
    from macros.layout.model import Box, Edge, Node

COLUMN = 206.0
"""Width of each box in px."""
WIDTH = 700.0
"""Width of the figure in px: as wide as a line of text is."""
BETWEEN = 12.0
PORT = 9.0
"""Room for each line at a side of the entry's own box."""
HEAD = 8.0


def layout_neighbourhood(
    font: Font, node: Node, causes: Sequence[Node], effects: Sequence[Node], edges: Sequence[Edge]
) -> Drawing:
    """Draw an entry between its neighbours; `edges` are those that touch it.

    Raises:
        LayoutError: a stage went wrong.
    """
    columns = [[_box(font, one) for one in nodes] for nodes in (causes, [node], effects)]
    own = columns[1][0]
    busiest = max(len(causes), len(effects))
    columns[1] = [replace(_taller(own, max(own.height, busiest * PORT + 2 * PADDING.y)), main=True)]
    height = max(_height(column) for column in columns) + 2
    places = {}
    for index, column in enumerate(columns):
        top = (height - _height(column)) / 2
        for box in column:
            places[box.node.id] = box.moved(index * (WIDTH - 2 - COLUMN) / 2 + 1, top)
            top += box.height + BETWEEN
    centre = places[node.id]
    into = [edge for near in causes for edge in edges if edge.cause == near.id]
    out = [edge for near in effects for edge in edges if edge.effect == near.id]
    lines = [
        *(_line(edge, _right(places[edge.cause]), Point(centre.x, port)) for edge, port in _ports(centre, into)),
        *(_line(edge, Point(centre.right, port), _left(places[edge.effect])) for edge, port in _ports(centre, out)),
    ]
    return checked("neighbourhood", Drawing(WIDTH, height, tuple(places.values()), tuple(lines)))


def _box(font: Font, node: Node) -> Box:
    box = label_box(font, node, COLUMN - 2 * PADDING.x)
    texts = tuple(replace(text, x=text.x + (COLUMN - box.width) / 2) for text in box.texts)
    return replace(box, width=COLUMN, texts=texts)


def _taller(box: Box, height: float) -> Box:
    """Return a box so high, with its label in the middle."""
    down = (height - box.height) / 2
    return replace(box, height=height, texts=tuple(replace(text, y=text.y + down) for text in box.texts))


def _height(column: Sequence[Box]) -> float:
    return sum(box.height for box in column) + BETWEEN * (len(column) - 1)


def _left(box: Box) -> Point:
    return Point(box.x, box.y + box.height / 2)


def _right(box: Box) -> Point:
    return Point(box.right, box.y + box.height / 2)


def _ports(box: Box, edges: Sequence[Edge]) -> list[tuple[Edge, float]]:
    """Spread the ends of lines along a side of a box."""
    room = min(box.height - 2 * PADDING.y, PORT * 2 * len(edges))
    top = box.y + (box.height - room) / 2
    return [(edge, top + room * (index + 0.5) / len(edges)) for index, edge in enumerate(edges)]


def _line(edge: Edge, start: Point, tip: Point) -> Line:
    end = Point(tip.x - HEAD, tip.y)
    reach = (end.x - start.x) / 2
    curve = (start, Point(start.x + reach, start.y), Point(end.x - reach, end.y), end)
    bar = crossbar(curve) if edge.style == IN_SPITE_OF else ()
    return Line(edge, curve, arrowhead(tip, end, HEAD), bar)

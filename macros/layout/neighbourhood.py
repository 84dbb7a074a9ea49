"""The figure of one entry: its causes in a column on the left, its effects on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from macros.layout.causes_wide import PADDING, label_box
from macros.layout.font import Font
from macros.layout.model import Box, Drawing, Edge, Line, Node, Point, route_edge

COLUMN_WIDTH = 206.0
LABEL_WIDTH = COLUMN_WIDTH - 2 * PADDING.x
WIDTH = 700.0
"""Width of the figure in px: that of a line of text."""
GAP_Y = 12.0
PORT_GAP = 9.0
"""Room for each line at a side of the box in the middle."""
HEAD_LENGTH = 8.0


def layout_neighbourhood(
    font: Font, node: Node, causes: Sequence[Node], effects: Sequence[Node], edges: Sequence[Edge]
) -> Drawing:
    """Lay a node out between its neighbours, 700 px wide; `edges` are those that touch it.

    Raises:
        LayoutError: the result is invalid.
    """
    min_height = max(len(causes), len(effects)) * PORT_GAP + 2 * PADDING.y
    columns = (
        [label_box(font, cause, LABEL_WIDTH, COLUMN_WIDTH) for cause in causes],
        [replace(label_box(font, node, LABEL_WIDTH, COLUMN_WIDTH, min_height), main=True)],
        [label_box(font, effect, LABEL_WIDTH, COLUMN_WIDTH) for effect in effects],
    )
    height = max(map(_column_height, columns)) + 2
    boxes: dict[str, Box] = {}
    for index, column in enumerate(columns):
        top = (height - _column_height(column)) / 2
        for box in column:
            boxes[box.node.id] = box.translated(index * (WIDTH - 2 - COLUMN_WIDTH) / 2 + 1, top)
            top += box.height + GAP_Y
    main = boxes[node.id]
    incoming = [edge for cause in causes for edge in edges if edge.cause == cause.id]
    outgoing = [edge for effect in effects for edge in edges if edge.effect == effect.id]
    lines = []
    for edge, y in _ports(main, incoming):
        cause = boxes[edge.cause]
        lines.append(_route(edge, Point(cause.right, cause.middle), Point(main.x, y)))
    for edge, y in _ports(main, outgoing):
        effect = boxes[edge.effect]
        lines.append(_route(edge, Point(main.right, y), Point(effect.x, effect.middle)))
    return Drawing(WIDTH, height, tuple(boxes.values()), tuple(lines)).validate("neighbourhood")


def _column_height(column: Sequence[Box]) -> float:
    return sum(box.height for box in column) + GAP_Y * (len(column) - 1)


def _ports(box: Box, edges: Sequence[Edge]) -> list[tuple[Edge, float]]:
    """Return each edge with the y of its end, spread along a side of a box."""
    height = min(box.height - 2 * PADDING.y, PORT_GAP * 2 * len(edges))
    top = box.y + (box.height - height) / 2
    return [(edge, top + height * (index + 0.5) / len(edges)) for index, edge in enumerate(edges)]


def _route(edge: Edge, start: Point, tip: Point) -> Line:
    """Return a line from left to right that is level at both ends."""
    end = Point(tip.x - HEAD_LENGTH, tip.y)
    reach = (end.x - start.x) / 2
    return route_edge(edge, (start, Point(start.x + reach, start.y), Point(end.x - reach, end.y), end), tip)

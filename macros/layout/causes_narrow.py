"""The causes figure for narrow screens: an arc diagram (Wattenberg 2002) in one column, causes above effects.

Every arc runs downwards: it leaves the lower half of a row and enters the upper half of another. Arcs that overlap have
lanes of their own in the left margin, the shorter ones nearer the boxes. Stages: node ordering (`row_order`), lane
assignment, stacking of boxes, edge routing, validation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from macros.layout.font import Font
from macros.layout.model import (
    Box,
    Drawing,
    Edge,
    EdgeRoute,
    Node,
    Point,
    TextLine,
    arc,
    build_route,
    label_lines,
    text_height,
    typeset,
)
from macros.layout.row_order import order_rows

Key = TypeVar("Key")

FONT_SIZE = 13.0
"""Font size of labels in px; the figure is never scaled down."""
WIDTH = 328.0
"""Width in px: a phone of 360 px less its margins."""
MIN_BOX_WIDTH = 196.0
PADDING = Point(9, 7)
GAP_Y, HEADING_HEIGHT = 6.0, 30.0
INNER_LANE, MAX_LANE_STEP = 20.0, 14.0
"""Distance of the innermost lane from the boxes, and of neighbouring lanes at most."""
HEAD_LENGTH, BAR_LENGTH = 7.0, 10.0
OUTER_MARGIN = BAR_LENGTH / 2 + 1
"""Room left of the outermost lane, for a crossbar on it."""


def layout_causes_narrow(
    font: Font, nodes: Sequence[Node], edges: Sequence[Edge], threads: Mapping[str, str], highlighted_id: str = ""
) -> Drawing:
    """Lay a graph out in one column, 328 px wide, with a heading above each run of entries of one thread.

    `nodes` come in topological order; `threads` has thread titles by entry id, and may be empty. `highlighted_id` is
    the id of the entry to highlight, or empty.

    Raises:
        LayoutError: the result is invalid.
    """
    order = order_rows([node.id for node in nodes], edges, threads)
    by_id = {node.id: node for node in nodes}
    row = {node_id: index for index, node_id in enumerate(order)}
    lanes = assign_lanes({(edge.cause, edge.effect): (row[edge.cause], row[edge.effect]) for edge in edges})
    margin, step = _margin(max(lanes.values(), default=-1) + 1)
    boxes, captions, height = _stack_boxes(font, [by_id[node_id] for node_id in order], threads, margin, highlighted_id)
    routes = _route_arcs(boxes, edges, lanes, step)
    return Drawing(WIDTH, height, boxes, routes, captions).validate("arcs")


def assign_lanes(intervals: Mapping[Key, tuple[float, float]]) -> dict[Key, int]:
    """Return a lane for each interval, counted from 0: the first that no shorter overlapping interval occupies.

    This is interval graph colouring. Intervals that only touch do not overlap. Intervals of equal length are assigned
    in order.
    """
    occupied: list[list[tuple[float, float]]] = []
    lanes = {}
    for key, (start, end) in sorted(intervals.items(), key=lambda item: item[1][1] - item[1][0]):
        lane = 0
        while lane < len(occupied) and any(start < to and begin < end for begin, to in occupied[lane]):
            lane += 1
        if lane == len(occupied):
            occupied.append([])
        occupied[lane].append((start, end))
        lanes[key] = lane
    return lanes


def _margin(lane_count: int) -> tuple[float, float]:
    """Return the width of the margin that holds the lanes, and the distance between two lanes."""
    if not lane_count:
        return 0.0, 0.0
    room = WIDTH - MIN_BOX_WIDTH - INNER_LANE - OUTER_MARGIN
    step = min(MAX_LANE_STEP, room / max(lane_count - 1, 1))
    return INNER_LANE + step * (lane_count - 1) + OUTER_MARGIN, step


def _stack_boxes(
    font: Font, nodes: Sequence[Node], threads: Mapping[str, str], margin: float, highlighted_id: str
) -> tuple[tuple[Box, ...], tuple[TextLine, ...], float]:
    """Stack boxes and headings right of the margin; return both and the height of the column."""
    boxes: list[Box] = []
    captions: list[TextLine] = []
    top = 1.0
    thread = ""
    width = WIDTH - margin - 1
    for node in nodes:
        if threads.get(node.id, "") != thread:
            thread = threads[node.id]
            heading = font.break_lines(thread, FONT_SIZE, width)
            origin = Point(margin, top + HEADING_HEIGHT - text_height(1, FONT_SIZE) - 4)
            captions += typeset(font, heading, FONT_SIZE, origin)
            top += HEADING_HEIGHT + text_height(len(heading) - 1, FONT_SIZE)
        lines = label_lines(font, node, FONT_SIZE, width - 2 * PADDING.x)
        height = text_height(len(lines), FONT_SIZE) + 2 * PADDING.y
        label = typeset(font, lines, FONT_SIZE, Point(margin + PADDING.x, top + PADDING.y))
        boxes.append(Box(node, margin, top, width, height, label, node.id == highlighted_id))
        top += height + GAP_Y
    return tuple(boxes), tuple(captions), max(top - GAP_Y, 0) + 1


def _route_arcs(
    boxes: Sequence[Box], edges: Sequence[Edge], lanes: Mapping[tuple[str, str], int], step: float
) -> tuple[EdgeRoute, ...]:
    by_id = {box.node.id: box for box in boxes}
    starts, ends = _ports(by_id, edges)
    routes = []
    for edge in edges:
        key = edge.cause, edge.effect
        x = by_id[edge.cause].x
        curve = arc(Point(x, starts[key]), Point(x - HEAD_LENGTH, ends[key]), x - (INNER_LANE + lanes[key] * step))
        routes.append(build_route(edge, curve, Point(x, ends[key]), HEAD_LENGTH - 1, BAR_LENGTH))
    return tuple(routes)


def _ports(
    boxes: Mapping[str, Box], edges: Sequence[Edge]
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Return the y at which each edge leaves its cause and enters its effect.

    Edges leave in the lower half of a box and enter in the upper one, sorted by their other ends, so that none cross.
    """
    starts: dict[tuple[str, str], float] = {}
    ends: dict[tuple[str, str], float] = {}
    for node_id, box in boxes.items():
        half = box.height / 2 - 3
        outgoing = sorted((edge for edge in edges if edge.cause == node_id), key=lambda edge: -boxes[edge.effect].y)
        incoming = sorted((edge for edge in edges if edge.effect == node_id), key=lambda edge: -boxes[edge.cause].y)
        for index, edge in enumerate(outgoing):
            starts[node_id, edge.effect] = box.bottom - 3 - half * (1 - (index + 0.5) / len(outgoing))
        for index, edge in enumerate(incoming):
            ends[edge.cause, node_id] = box.y + 3 + half * (index + 0.5) / len(incoming)
    return starts, ends

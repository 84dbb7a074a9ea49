"""The figure of causes for narrow screens: an arc diagram (Wattenberg 2002) in one column, causes above effects.

Every arc runs downwards: it leaves a row in its lower half and comes in at the upper half of another. Arcs that pass
beside each other have lanes of their own in the margin, the shorter ones nearer the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.layout.lanes import lanes
from macros.layout.model import (
    IN_SPITE_OF,
    Box,
    Drawing,
    Line,
    Point,
    arc,
    arrowhead,
    checked,
    crossbar,
    label_lines,
    set_text,
    text_height,
)
from macros.layout.row_order import row_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from macros.layout.font import Font
    from macros.layout.model import Edge, Node, Text

SIZE = 13.0
"""Size of labels in px; the figure is never shown smaller than it is."""
WIDTH = 328.0
"""What a phone of 360 px leaves between its margins."""
NARROWEST_TEXT = 196.0
PADDING = Point(9, 7)
BETWEEN, HEADING = 6.0, 30.0
NEAR, WIDEST_STEP = 20.0, 14.0
HEAD, BAR = 7.0, 10.0
OUTSIDE = BAR / 2 + 1
"""Room left of the outermost lane, for a bar across it."""


def layout_causes_narrow(
    font: Font, nodes: Sequence[Node], edges: Sequence[Edge], threads: Mapping[str, str], main: str = ""
) -> Drawing:
    """Draw a graph in one column, with the name of a thread above each run of its entries.

    `nodes` come in a causal order; `threads` says the thread of each in words, and may be empty. `main` is the id of
    the entry that the figure is about, if it is about one.

    Raises:
        LayoutError: a stage went wrong.
    """
    order = row_order([node.id for node in nodes], edges, threads)
    by_id = {node.id: node for node in nodes}
    place = {name: index for index, name in enumerate(order)}
    taken = lanes({(edge.cause, edge.effect): (place[edge.cause], place[edge.effect]) for edge in edges})
    margin, step = _margin(max(taken.values(), default=-1) + 1)
    boxes, captions, height = _column(font, [by_id[name] for name in order], threads, margin, main)
    return checked("arcs", Drawing(WIDTH, height, boxes, _arcs(boxes, edges, taken, step), captions))


def _margin(count: int) -> tuple[float, float]:
    """Return the width of a margin of so many lanes, and the distance between two of them."""
    if not count:
        return 0.0, 0.0
    room = WIDTH - NARROWEST_TEXT - NEAR - OUTSIDE
    step = min(WIDEST_STEP, room / max(count - 1, 1))
    return NEAR + step * (count - 1) + OUTSIDE, step


def _column(
    font: Font, nodes: Sequence[Node], threads: Mapping[str, str], margin: float, main: str
) -> tuple[tuple[Box, ...], tuple[Text, ...], float]:
    """Stack boxes right of the margin, with headings; return these and where the column ends."""
    boxes: list[Box] = []
    captions: list[Text] = []
    top = 1.0
    thread = ""
    width = WIDTH - margin - 1
    for node in nodes:
        if threads.get(node.id, "") != thread:
            thread = threads[node.id]
            heading = font.lines(thread, SIZE, width)
            captions += set_text(font, heading, SIZE, Point(margin, top + HEADING - text_height(1, SIZE) - 4))
            top += HEADING + text_height(len(heading) - 1, SIZE)
        words = label_lines(font, node, SIZE, width - 2 * PADDING.x)
        height = text_height(len(words), SIZE) + 2 * PADDING.y
        texts = set_text(font, words, SIZE, Point(margin + PADDING.x, top + PADDING.y))
        boxes.append(Box(node, margin, top, width, height, texts, main=node.id == main))
        top += height + BETWEEN
    return tuple(boxes), tuple(captions), max(top - BETWEEN, 0) + 1


def _arcs(
    boxes: Sequence[Box], edges: Sequence[Edge], taken: Mapping[tuple[str, str], int], step: float
) -> tuple[Line, ...]:
    rows = {box.node.id: box for box in boxes}
    leaves, enters = _ports(rows, edges)
    lines = []
    for edge in edges:
        x = rows[edge.cause].x
        depth = NEAR + taken[edge.cause, edge.effect] * step
        start, tip = Point(x, leaves[edge.cause, edge.effect]), Point(x, enters[edge.cause, edge.effect])
        curve = arc(start, Point(x - HEAD, tip.y), x - depth)
        head = arrowhead(tip, curve[-1], HEAD, HEAD - 1)
        lines.append(Line(edge, curve, head, crossbar(curve, BAR) if edge.style == IN_SPITE_OF else ()))
    return tuple(lines)


def _ports(
    rows: Mapping[str, Box], edges: Sequence[Edge]
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Return where arcs leave causes, in the lower half, and enter effects, in the upper, so that none cross there."""
    leaves: dict[tuple[str, str], float] = {}
    enters: dict[tuple[str, str], float] = {}
    for name, row in rows.items():
        half = row.height / 2 - 3
        outgoing = sorted((edge for edge in edges if edge.cause == name), key=lambda edge: -rows[edge.effect].y)
        incoming = sorted((edge for edge in edges if edge.effect == name), key=lambda edge: -rows[edge.cause].y)
        for index, edge in enumerate(outgoing):
            leaves[name, edge.effect] = row.bottom - 3 - half * (1 - (index + 0.5) / len(outgoing))
        for index, edge in enumerate(incoming):
            enters[edge.cause, name] = row.y + 3 + half * (index + 0.5) / len(incoming)
    return leaves, enters

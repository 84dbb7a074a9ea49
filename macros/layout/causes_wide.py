"""The causes figure for wide screens: a layered graph drawing (Sugiyama, Tagawa, Toda 1981), causes above effects.

Graphviz `dot` does the four stages of Gansner, Koutsofios, North and Vo (1993): layer assignment by network simplex,
crossing reduction by weighted-median sweeps, coordinate assignment, and edge routing as splines. This module measures
the boxes, adds the layer constraints that dates ask for, and packs the connected components. Links have no cycles, so
there is no cycle removal. The figure of one entry has boxes of the same kind, in three columns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

import pygraphviz

from macros.layout.font import Font
from macros.layout.model import (
    Box,
    Drawing,
    Edge,
    EdgeRoute,
    Node,
    Point,
    TextLine,
    build_route,
    label_lines,
    sample_curve,
    text_height,
    typeset,
)
from macros.layout.thread_grounds import add_grounds, connected_groups
from macros.scenario.edtf import Day

FONT_SIZE = 14.0
"""Font size of labels in px; the page scales the figure down to 12/14 at most."""
PADDING = Point(9, 6)
LABEL_WIDTHS = (118.0, 104.0, 92.0)
"""Maximal widths of labels in px, in order of preference; narrower labels make a narrower figure."""
NODE_GAP, LAYER_GAP = 14.0, 34.0
COMPONENT_GAP = Point(56, 44)
POINTS_PER_INCH = 72
"""Graphviz takes sizes in inches and returns points; a point here is a px."""
MARGIN = 8
"""Room around everything, for edges and arrowheads that reach past the outermost boxes."""
MIN_HUB_DEGREE = 6
"""A box with at least so many edges, and half as many as the box with most, is highlighted."""
NEIGHBOURHOOD_WIDTH, COLUMN_WIDTH = 700.0, 206.0
"""Widths in px of the figure of one entry, which is that of a line of text, and of the boxes in it."""
GAP_Y, HEAD_LENGTH = 12.0, 8.0
PORT_GAP = 9.0
"""Room for each edge at a side of the box in the middle."""


@dataclass(frozen=True)
class Graph:
    """Nodes in topological order, the edges between them, and the first and last day of those that are dated."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    days: Mapping[str, tuple[Day, Day]]


def layout_causes_wide(
    font: Font, graph: Graph, max_width: float, side_heading: str, threads: Mapping[str, str] | None = None
) -> Drawing | None:
    """Lay a graph out in layers, at most `max_width` px wide; None where that needs labels narrower than readable.

    Boxes come component by component, in each by layer and from the left, which is a topological order. `side_heading`
    is the caption above all components but the largest. `threads` has thread titles by entry id, for the grounds behind
    boxes of one thread.

    Raises:
        LayoutError: the result of a stage is invalid.
    """
    components = _connected_components(graph)
    for label_width in LABEL_WIDTHS:
        boxes = _label_boxes(font, graph, label_width)
        drawings = [_layout_component(component, boxes) for component in components]
        if all(drawing.width + 2 * MARGIN <= max_width for drawing in drawings):
            drawing = _pack_components(font, drawings, side_heading, text_height(1, FONT_SIZE) if threads else 0)
            return add_grounds(font, drawing, threads or {}).validate("packing")
    return None


def _label_boxes(font: Font, graph: Graph, label_width: float) -> dict[str, Box]:
    """Return a box around the label of each node, at the origin; hubs are highlighted."""
    degrees = Counter(node_id for edge in graph.edges for node_id in (edge.cause, edge.effect))
    hub_degree = max(MIN_HUB_DEGREE, max(degrees.values(), default=0) / 2)
    boxes = (label_box(font, node, label_width) for node in graph.nodes)
    return {box.node.id: replace(box, is_highlighted=degrees[box.node.id] >= hub_degree) for box in boxes}


def label_box(font: Font, node: Node, label_width: float, min_width: float = 0, min_height: float = 0) -> Box:
    """Return a box at the origin around the centred label of a node, which is at most `label_width` px wide."""
    lines = label_lines(font, node, FONT_SIZE, label_width)
    width = max(min_width, *(font.width(line, FONT_SIZE) + 2 * PADDING.x for line in lines))
    label_height = text_height(len(lines), FONT_SIZE)
    height = max(min_height, label_height + 2 * PADDING.y)
    label = typeset(font, lines, FONT_SIZE, Point(width / 2, (height - label_height) / 2), 0.5)
    return Box(node, 0, 0, width, height, label)


def _connected_components(graph: Graph) -> list[Graph]:
    """Return the connected components of a graph, the largest first, otherwise in the order of their first nodes."""
    ids = [node.id for node in graph.nodes]
    components = [
        Graph(
            tuple(node for node in graph.nodes if node.id in node_ids),
            tuple(edge for edge in graph.edges if edge.cause in node_ids),
            graph.days,
        )
        for node_ids in connected_groups(ids, ((edge.cause, edge.effect) for edge in graph.edges))
    ]
    return sorted(components, key=lambda component: -len(component.nodes))


def _layout_component(component: Graph, boxes: Mapping[str, Box]) -> Drawing:
    """Lay one connected component out with `dot`."""
    keys = {node.id: f"n{index}" for index, node in enumerate(component.nodes)}
    graph = pygraphviz.AGraph(directed=True, strict=False)
    graph.graph_attr.update(nodesep=NODE_GAP / POINTS_PER_INCH, ranksep=LAYER_GAP / POINTS_PER_INCH)
    graph.node_attr.update(shape="box", fixedsize="true", label="")
    for node_id, key in keys.items():
        width, height = boxes[node_id].width / POINTS_PER_INCH, boxes[node_id].height / POINTS_PER_INCH
        graph.add_node(key, width=width, height=height)
    for index, edge in enumerate(component.edges):
        graph.add_edge(keys[edge.cause], keys[edge.effect], key=f"e{index}", arrowsize=0.7)
    _add_date_constraints(graph, component, keys)
    graph.layout("dot")
    positioned = []
    for node_id, key in keys.items():
        box = boxes[node_id]
        [centre] = _parse_points(graph.get_node(key).attr["pos"])
        positioned.append(box.translated(centre.x - box.width / 2, centre.y - box.height / 2))
    routes = []
    for index, edge in enumerate(component.edges):
        spline = graph.get_edge(keys[edge.cause], keys[edge.effect], f"e{index}").attr["pos"]
        tip, *curve = _parse_points(spline)
        routes.append(build_route(edge, tuple(curve), tip))
    by_layer = sorted(positioned, key=lambda box: (round(box.middle), box.x))
    return _crop(by_layer, routes).validate("dot")


def _parse_points(text: str) -> list[Point]:
    """Parse Graphviz's points, whose y grows upwards; in a spline, the tip of the arrowhead comes first."""
    pairs = [pair.removeprefix("e,").split(",") for pair in text.split()]
    return [Point(float(x), -float(y)) for x, y in pairs]


def _crop(boxes: Sequence[Box], routes: Sequence[EdgeRoute]) -> Drawing:
    """Return a drawing on the smallest canvas; Graphviz's bounding box leaves out some bends of splines."""
    points = [Point(box.x, box.y) for box in boxes] + [Point(box.right, box.bottom) for box in boxes]
    points += [point for route in routes for point in (*sample_curve(route.curve), *route.arrowhead, *route.crossbar)]
    left, top = min(point.x for point in points), min(point.y for point in points)
    return Drawing(
        max(point.x for point in points) - left,
        max(point.y for point in points) - top,
        tuple(box.translated(-left, -top) for box in boxes),
        tuple(route.translated(-left, -top) for route in routes),
    )


def _add_date_constraints(graph: pygraphviz.AGraph, component: Graph, keys: Mapping[str, str]) -> None:
    """Constrain layers so that no box is above one whose entry ended before its own began.

    The constraints are invisible edges by way of a chain of invisible nodes, one for each day on which an entry ended:
    one or two edges an entry, where edges between pairs of entries would be quadratic. They are left out where they
    contradict the edges, which come first.
    """
    constraints = _date_constraints(component, keys)
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for upper, lower in (*constraints, *((keys[edge.cause], keys[edge.effect]) for edge in component.edges)):
        sorter.add(lower, upper)
    try:
        sorter.prepare()
    except CycleError:
        return
    for upper, lower in constraints:
        for key in sorted({upper, lower} - {*keys.values()}):
            graph.add_node(key, width=0, height=0, style="invis")
        graph.add_edge(upper, lower, style="invis", weight=0, minlen=0)


def _date_constraints(component: Graph, keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pairs of which the first may not be in a lower layer: keys of nodes, and `d0`, `d1` … for end days."""
    dated = [(keys[node.id], *component.days[node.id]) for node in component.nodes if node.id in component.days]
    ends = sorted({last for _, _, last in dated})
    if len(ends) == 1:
        return []
    constraints = [(f"d{index - 1}", f"d{index}") for index in range(1, len(ends))]
    for key, first, last in dated:
        constraints.append((key, f"d{bisect_left(ends, last)}"))
        if earlier_ends := bisect_left(ends, first):
            constraints.append((f"d{earlier_ends - 1}", key))
    return constraints


def _pack_components(font: Font, drawings: Sequence[Drawing], side_heading: str, top: float) -> Drawing:
    """Centre the first component below a y, and pack the others on shelves that are as wide as the widest component."""
    if not drawings:
        return Drawing(0, 0, (), ())
    largest, *others = drawings
    width = max(drawing.width for drawing in drawings)
    parts = [(largest, Point((width - largest.width) / 2, top))]
    captions: tuple[TextLine, ...] = ()
    top += largest.height
    if others:
        captions = typeset(font, [side_heading], FONT_SIZE, Point(0, top + COMPONENT_GAP.y))
        width = max(width, captions[0].width)
        top += COMPONENT_GAP.y + text_height(1, FONT_SIZE) + LAYER_GAP
    left = shelf_height = 0.0
    for drawing in others:
        if left and left + drawing.width > width:
            left, top, shelf_height = 0.0, top + shelf_height + COMPONENT_GAP.y, 0.0
        parts.append((drawing, Point(left, top)))
        left += drawing.width + COMPONENT_GAP.x
        shelf_height = max(shelf_height, drawing.height)
    return Drawing(
        width + 2 * MARGIN,
        top + shelf_height + 2 * MARGIN,
        tuple(box.translated(at.x + MARGIN, at.y + MARGIN) for drawing, at in parts for box in drawing.boxes),
        tuple(route.translated(at.x + MARGIN, at.y + MARGIN) for drawing, at in parts for route in drawing.routes),
        tuple(caption.translated(MARGIN, MARGIN) for caption in captions),
    )


def layout_neighbourhood(
    font: Font, node: Node, causes: Sequence[Node], effects: Sequence[Node], edges: Sequence[Edge]
) -> Drawing:
    """Lay a node out between its causes on the left and its effects on the right; `edges` are those that touch it.

    The drawing is 700 px wide.

    Raises:
        LayoutError: the result is invalid.
    """
    label_width = COLUMN_WIDTH - 2 * PADDING.x
    min_height = max(len(causes), len(effects)) * PORT_GAP + 2 * PADDING.y
    columns = (
        [label_box(font, cause, label_width, COLUMN_WIDTH) for cause in causes],
        [replace(label_box(font, node, label_width, COLUMN_WIDTH, min_height), is_highlighted=True)],
        [label_box(font, effect, label_width, COLUMN_WIDTH) for effect in effects],
    )
    height = max(map(_column_height, columns)) + 2
    boxes: dict[str, Box] = {}
    for index, column in enumerate(columns):
        top = (height - _column_height(column)) / 2
        for box in column:
            boxes[box.node.id] = box.translated(index * (NEIGHBOURHOOD_WIDTH - 2 - COLUMN_WIDTH) / 2 + 1, top)
            top += box.height + GAP_Y
    middle_box = boxes[node.id]
    incoming = [edge for cause in causes for edge in edges if edge.cause == cause.id]
    outgoing = [edge for effect in effects for edge in edges if edge.effect == effect.id]
    routes = []
    for edge, y in _ports(middle_box, incoming):
        cause = boxes[edge.cause]
        routes.append(_route_rightwards(edge, Point(cause.right, cause.middle), Point(middle_box.x, y)))
    for edge, y in _ports(middle_box, outgoing):
        effect = boxes[edge.effect]
        routes.append(_route_rightwards(edge, Point(middle_box.right, y), Point(effect.x, effect.middle)))
    return Drawing(NEIGHBOURHOOD_WIDTH, height, tuple(boxes.values()), tuple(routes)).validate("neighbourhood")


def _column_height(column: Sequence[Box]) -> float:
    return sum(box.height for box in column) + GAP_Y * (len(column) - 1)


def _ports(box: Box, edges: Sequence[Edge]) -> list[tuple[Edge, float]]:
    """Return each edge with the y of its end, spread along a side of a box."""
    height = min(box.height - 2 * PADDING.y, PORT_GAP * 2 * len(edges))
    top = box.y + (box.height - height) / 2
    return [(edge, top + height * (index + 0.5) / len(edges)) for index, edge in enumerate(edges)]


def _route_rightwards(edge: Edge, start: Point, tip: Point) -> EdgeRoute:
    """Return a route from left to right that is horizontal at both ends."""
    end = Point(tip.x - HEAD_LENGTH, tip.y)
    reach = (end.x - start.x) / 2
    return build_route(edge, (start, Point(start.x + reach, start.y), Point(end.x - reach, end.y), end), tip)

"""The figure of all causes: a layered layout (Sugiyama, Tagawa and Toda 1981), causes above effects.

Ranks, crossings, coordinates and splines are Graphviz `dot`'s (Gansner, Koutsofios, North and Vo 1993). Ours are the
boxes, the rows that dates ask for, and the packing of stories that no line connects.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, TypeAlias

import pygraphviz

from macros.layout.model import (
    IN_SPITE_OF,
    Box,
    Drawing,
    Line,
    Point,
    arrowhead,
    checked,
    crossbar,
    label_lines,
    points_on,
    set_text,
    text_height,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from macros.layout.font import Font
    from macros.layout.model import Edge, Node, Text

Days: TypeAlias = "tuple[tuple[int, int, int], tuple[int, int, int]]"
"""The first and the last day of something."""

SIZE = 14.0
"""Size of labels in px; the page shows the figure only where it is at least 12/14 of its own size."""
PADDING = Point(9, 6)
MEASURES = (118.0, 104.0, 92.0)
"""How wide a label may run in px, from the most comfortable on; narrower ones make a narrower figure."""
BETWEEN, BENEATH = 14.0, 30.0
STORIES = Point(56, 44)
"""Room between stories that no line connects."""
INCH = 72
"""Graphviz takes sizes in inches and gives places in points; a point here is a px."""
MARGIN = 8
"""Room around everything, for lines and arrowheads that reach past the outermost boxes."""
FEW = 6
"""A box with at least so many lines, and half as many as the box with most, is one to start with."""


@dataclass(frozen=True)
class Graph:
    """Entries in causal order, the links between them, and the days of those that have a date."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    days: Mapping[str, Days]


def layout_causes_wide(font: Font, graph: Graph, widest: float, aside: str) -> Drawing | None:
    """Draw a graph at most so many px wide; None where it cannot be without labels too small to read.

    Boxes come story by story, in rows from above and from the left, which is a causal order. `aside` is the heading
    over the stories beside the longest one.

    Raises:
        LayoutError: a stage went wrong.
    """
    stories = _stories(graph)
    for measure in MEASURES:
        boxes = _measured(font, graph, measure)
        placed = [_placed(story, boxes) for story in stories]
        if all(drawing.width + 2 * MARGIN <= widest for drawing in placed):
            return checked("packing", _packed(font, placed, aside))
    return None


def _measured(font: Font, graph: Graph, measure: float) -> dict[str, Box]:
    """Return a box around the label of each node, at the top left corner."""
    lines = dict.fromkeys((node.id for node in graph.nodes), 0)
    for edge in graph.edges:
        lines[edge.cause] += 1
        lines[edge.effect] += 1
    many = max(FEW, max(lines.values(), default=0) / 2)
    return {node.id: replace(label_box(font, node, measure), main=lines[node.id] >= many) for node in graph.nodes}


def label_box(font: Font, node: Node, measure: float, size: float = SIZE) -> Box:
    """Return a box at the top left corner around a label, centred in it, that runs at most so many px wide."""
    words = label_lines(font, node, size, measure)
    width = max(font.width(line, size) for line in words) + 2 * PADDING.x
    height = text_height(len(words), size) + 2 * PADDING.y
    return Box(node, 0, 0, width, height, set_text(font, words, size, Point(width / 2, PADDING.y), 0.5))


def _stories(graph: Graph) -> list[Graph]:
    """Return the connected parts of a graph, the largest first, otherwise in the order of their first entries."""
    story = {node.id: node.id for node in graph.nodes}

    def root(name: str) -> str:
        while story[name] != name:
            story[name] = name = story[story[name]]
        return name

    for edge in graph.edges:
        story[root(edge.effect)] = root(edge.cause)
    members: dict[str, list[Node]] = {}
    for node in graph.nodes:
        members.setdefault(root(node.id), []).append(node)
    edges: dict[str, list[Edge]] = {name: [] for name in members}
    for edge in graph.edges:
        edges[root(edge.cause)].append(edge)
    parts = [Graph(tuple(nodes), tuple(edges[name]), graph.days) for name, nodes in members.items()]
    return sorted(parts, key=lambda part: -len(part.nodes))


def _placed(story: Graph, boxes: Mapping[str, Box]) -> Drawing:
    """Lay one story out."""
    names = {node.id: f"n{index}" for index, node in enumerate(story.nodes)}
    plan = pygraphviz.AGraph(directed=True, strict=False)
    plan.graph_attr.update(nodesep=BETWEEN / INCH, ranksep=BENEATH / INCH)
    plan.node_attr.update(shape="box", fixedsize="true", label="")
    for node in story.nodes:
        box = boxes[node.id]
        plan.add_node(names[node.id], width=box.width / INCH, height=box.height / INCH)
    for index, edge in enumerate(story.edges):
        plan.add_edge(names[edge.cause], names[edge.effect], key=f"e{index}", arrowsize=0.7)
    _date_rows(plan, story, names)
    plan.layout("dot")
    found = []
    for node in story.nodes:
        [centre] = _places(plan.get_node(names[node.id]).attr["pos"])
        box = boxes[node.id]
        found.append(box.moved(centre.x - box.width / 2, centre.y - box.height / 2))
    lines = [
        _line(edge, _places(plan.get_edge(names[edge.cause], names[edge.effect], f"e{index}").attr["pos"]))
        for index, edge in enumerate(story.edges)
    ]
    rows = sorted(found, key=lambda box: (round(box.y + box.height / 2), box.x))
    return checked("dot", _cropped(rows, lines))


def _cropped(boxes: list[Box], lines: list[Line]) -> Drawing:
    """Return boxes and lines on a canvas that just holds them; Graphviz's own leaves out some bends of lines."""
    places = [Point(box.x, box.y) for box in boxes] + [Point(box.right, box.bottom) for box in boxes]
    places += [point for line in lines for point in (*points_on(line.curve), *line.head, *line.bar)]
    left, top = min(point.x for point in places), min(point.y for point in places)
    return Drawing(
        max(point.x for point in places) - left,
        max(point.y for point in places) - top,
        tuple(box.moved(-left, -top) for box in boxes),
        tuple(line.moved(-left, -top) for line in lines),
    )


def _date_rows(plan: pygraphviz.AGraph, story: Graph, names: Mapping[str, str]) -> None:
    """Ask that nothing stands in a row above something that ended before it began.

    A chain of unseen nodes, one for each day that something ended on, needs a line or two an entry, where pairs of
    entries would need their square. Where dates cannot be had together with causes above effects, causes have their
    way: then nothing is asked.
    """
    orders = _date_orders(story, names)
    causes = [(names[edge.cause], names[edge.effect]) for edge in story.edges]
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for upper, lower in (*orders, *causes):
        sorter.add(lower, upper)
    try:
        sorter.prepare()
    except CycleError:
        return
    for upper, lower in orders:
        for name in sorted({upper, lower} - {*names.values()}):
            plan.add_node(name, width=0, height=0, style="invis")
        plan.add_edge(upper, lower, style="invis", weight=0, minlen=0)


def _date_orders(story: Graph, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pairs of which the first may not stand below the second: entries, and days that something ended on."""
    dated = [(names[node.id], *story.days[node.id]) for node in story.nodes if node.id in story.days]
    ends = sorted({last for _, _, last in dated})
    if len(ends) == 1:
        return []
    orders = [(f"d{index - 1}", f"d{index}") for index in range(1, len(ends))]
    for name, first, last in dated:
        orders.append((name, f"d{bisect_left(ends, last)}"))
        if over := bisect_left(ends, first):
            orders.append((f"d{over - 1}", name))
    return orders


def _places(text: str) -> list[Point]:
    """Read Graphviz's points, whose y grows upwards; the end of a line stands first."""
    pairs = [place.removeprefix("e,").split(",") for place in text.split()]
    return [Point(float(x), -float(y)) for x, y in pairs]


def _line(edge: Edge, places: list[Point]) -> Line:
    tip, *curve = places
    head = arrowhead(tip, curve[-1], math.dist(tip, curve[-1]))
    return Line(edge, tuple(curve), head, crossbar(tuple(curve)) if edge.style == IN_SPITE_OF else ())


def _packed(font: Font, stories: list[Drawing], aside: str) -> Drawing:
    """Put the first story in the middle and the others under it, in shelves that are as wide as the first at most."""
    if not stories:
        return Drawing(0, 0, (), ())
    main, *others = stories
    width = max(drawing.width for drawing in stories)
    parts = [(main, Point((width - main.width) / 2, 0))]
    captions: tuple[Text, ...] = ()
    top = main.height
    if others:
        captions = set_text(font, [aside], SIZE, Point(0, top + STORIES.y))
        width = max(width, captions[0].width)
        top += STORIES.y + text_height(1, SIZE) + BENEATH
    left = shelf = 0.0
    for drawing in others:
        if left and left + drawing.width > width:
            left, top, shelf = 0.0, top + shelf + STORIES.y, 0.0
        parts.append((drawing, Point(left, top)))
        left += drawing.width + STORIES.x
        shelf = max(shelf, drawing.height)
    return Drawing(
        width + 2 * MARGIN,
        top + shelf + 2 * MARGIN,
        tuple(box.moved(at.x + MARGIN, at.y + MARGIN) for drawing, at in parts for box in drawing.boxes),
        tuple(line.moved(at.x + MARGIN, at.y + MARGIN) for drawing, at in parts for line in drawing.lines),
        tuple(replace(text, x=text.x + MARGIN, y=text.y + MARGIN) for text in captions),
    )

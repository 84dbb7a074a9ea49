"""What must hold in every figure, said without the checks that the figures have of their own."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from macros.layout.causes_wide import Graph
    from macros.layout.font import Font
    from macros.layout.model import Box, Drawing, Line, Point, Text
    from macros.layout.timeline_model import Chart

HAIR = 0.01
"""What calculating with fractions may be off by, in px."""
PIXEL = 1.0
"""How far a line may end from a border, in px."""
RISE, FALL = 0.75, 0.25
"""How far letters reach above and below their baseline, in em."""


def point_on(curve: Sequence[Point], t: float) -> tuple[float, float]:
    """Return a place on one Bézier curve, by de Casteljau's construction."""
    points = [(point.x, point.y) for point in curve]
    while len(points) > 1:
        points = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in pairwise(points)]
    return points[0]


def points_on(line: Line, steps: int = 16) -> Iterator[tuple[float, float]]:
    """Give places along the pieces of a line."""
    assert len(line.curve) % 3 == 1
    for index in range(0, len(line.curve) - 1, 3):
        yield from (point_on(line.curve[index : index + 4], step / steps) for step in range(steps + 1))


def assert_drawing(font: Font, drawing: Drawing, inset: float) -> None:
    """Assert that nothing overlaps, leaves the canvas or its box, or ends beside its box.

    Labels keep `inset` px from the left and right sides of their boxes.
    """
    assert_apart(drawing.boxes)
    boxes = {box.node.id: box for box in drawing.boxes}
    assert len(boxes) == len(drawing.boxes)
    for box in drawing.boxes:
        assert_label(font, box, inset)
        assert_on_canvas(drawing, [(box.x, box.y), (box.right, box.bottom)])
    for line in drawing.lines:
        assert_on_border(boxes[line.edge.cause], line.curve[0])
        assert_on_border(boxes[line.edge.effect], line.tip)
        assert_on_canvas(drawing, [*points_on(line), *line.head, *line.bar])
        assert bool(line.bar) == (line.edge.style == "in-spite-of")
    assert_on_canvas(drawing, (corner for text in drawing.captions for corner in corners(text)))


def assert_complete(drawing: Drawing, graph: Graph) -> None:
    """Assert that a figure shows each entry and each link once."""
    assert sorted(box.node.id for box in drawing.boxes) == sorted(node.id for node in graph.nodes)
    assert {box.node for box in drawing.boxes} == set(graph.nodes)
    assert sorted((line.edge.cause, line.edge.effect, line.edge.style) for line in drawing.lines) == sorted(
        (edge.cause, edge.effect, edge.style) for edge in graph.edges
    )


def assert_apart(boxes: Iterable[Box]) -> None:
    """Assert that no two boxes overlap."""
    ordered = sorted(boxes, key=lambda box: box.y)
    for index, upper in enumerate(ordered):
        for lower in ordered[index + 1 :]:
            if lower.y >= upper.bottom - HAIR:
                break
            assert upper.right <= lower.x + HAIR or lower.right <= upper.x + HAIR, (upper.node.id, lower.node.id)


def assert_label(font: Font, box: Box, inset: float) -> None:
    """Assert that the label of a box is all of it, inside the box, one line under another."""
    words = "".join(text.words for text in box.texts)
    assert "".join(words.split()) == "".join((box.node.title + box.node.note).split())
    for text in box.texts:
        assert text.width == pytest.approx(font.width(text.words, text.size))
        (left, top), (right, bottom) = corners(text)
        assert box.x + inset - HAIR <= left <= right <= box.right - inset + HAIR, box.node.id
        assert box.y - HAIR <= top <= bottom <= box.bottom + HAIR, box.node.id
    for upper, lower in pairwise(box.texts):
        assert lower.y - upper.y >= upper.size


def corners(text: Text) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the upper left and the lower right corner of a line of text."""
    return (text.x, text.y - RISE * text.size), (text.x + text.width, text.y + FALL * text.size)


def assert_on_border(box: Box, point: Point) -> None:
    """Assert that a point lies on the border of a box."""
    beside = min(abs(point.x - box.x), abs(point.x - box.right))
    above = min(abs(point.y - box.y), abs(point.y - box.bottom))
    assert box.x - PIXEL <= point.x <= box.right + PIXEL, box.node.id
    assert box.y - PIXEL <= point.y <= box.bottom + PIXEL, box.node.id
    assert min(beside, above) <= PIXEL, box.node.id


def assert_on_canvas(figure: Drawing | Chart, points: Iterable[tuple[float, float]]) -> None:
    """Assert that no point lies outside a figure."""
    for x, y in points:
        assert -HAIR <= x <= figure.width + HAIR, (x, figure.width)
        assert -HAIR <= y <= figure.height + HAIR, (y, figure.height)


def assert_chart(font: Font, chart: Chart) -> None:
    """Assert that nothing in a timeline overlaps or leaves the canvas, and that labels stand in their boxes."""
    assert_apart([item.box for item in chart.items])
    for item in chart.items:
        box = item.box
        assert_on_canvas(chart, [(box.x, box.y), (box.right, box.bottom)])
        for text in box.texts:
            assert text.width == pytest.approx(font.width(text.words, text.size))
            (left, top), (right, bottom) = corners(text)
            assert box.x - HAIR <= left <= right <= box.right + HAIR, box.node.id
            assert box.y - HAIR <= top <= bottom <= box.bottom + HAIR, box.node.id
    labels = [*chart.lane_titles, *(text for group in chart.groups for text in group.label)]
    for text in (*labels, *(text for tick in chart.ticks for text in tick.labels)):
        assert_on_canvas(chart, corners(text))
    for text in labels:
        assert not any(_covers(item.box, text) for item in chart.items), text.words
    shapes = [shape for item in chart.items for shape in item.shapes]
    shapes += [shape for group in chart.groups for shape in group.shapes]
    assert_on_canvas(chart, (point for shape in shapes for point in shape.points))
    assert_on_canvas(chart, (point for tick in chart.ticks for point in (*tick.line, *tick.axis_break)))
    assert_on_canvas(chart, (point for connector in chart.connectors for point in connector.curve))


def _covers(box: Box, text: Text) -> bool:
    (left, top), (right, bottom) = corners(text)
    return box.x < right - HAIR and left < box.right - HAIR and box.y < bottom - HAIR and top < box.bottom - HAIR


def components(graph: Graph) -> list[set[str]]:
    """Return the ids of each connected part of a graph, the largest first."""
    neighbours = defaultdict(set)
    for edge in graph.edges:
        neighbours[edge.cause].add(edge.effect)
        neighbours[edge.effect].add(edge.cause)
    unvisited = [node.id for node in graph.nodes]
    result = []
    while unvisited:
        component, frontier = {unvisited[0]}, {unvisited[0]}
        while frontier := {other for name in frontier for other in neighbours[name]} - component:
            component |= frontier
        result.append(component)
        unvisited = [name for name in unvisited if name not in component]
    return sorted(result, key=len, reverse=True)

"""Assertions about every figure, written without the validation that layouts run themselves."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import pytest

from macros.layout.axis import CLEARANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from macros.layout.causes_wide import Graph
    from macros.layout.estimates_chart import Chart
    from macros.layout.font import Font
    from macros.layout.model import Box, Drawing, EdgeRoute, Point, TextLine
    from macros.layout.timeline_model import Timeline

Rectangle: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom."""
ROUNDING = 0.01
"""Tolerance for rounding errors, in px."""
PIXEL = 1.0
"""Distance from a border at which an edge may end, in px."""
RISE, FALL = 0.75, 0.25
"""Height of letters above their baseline, and depth below it, in em."""


def point_on(curve: Sequence[Point], t: float) -> tuple[float, float]:
    """Return a point on a Bézier segment, by de Casteljau's algorithm."""
    points = [(point.x, point.y) for point in curve]
    while len(points) > 1:
        points = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in pairwise(points)]
    return points[0]


def points_on(route: EdgeRoute, steps: int = 16) -> Iterator[tuple[float, float]]:
    """Yield points along the segments of the curve of a route."""
    assert len(route.curve) % 3 == 1
    for index in range(0, len(route.curve) - 1, 3):
        yield from (point_on(route.curve[index : index + 4], step / steps) for step in range(steps + 1))


def assert_drawing(font: Font, drawing: Drawing, inset: float) -> None:
    """Assert that boxes do not overlap, that everything stays on the canvas, and that edges end at their boxes.

    Labels keep `inset` px from the left and right sides of their boxes.
    """
    assert_disjoint(drawing.boxes)
    boxes = {box.node.id: box for box in drawing.boxes}
    assert len(boxes) == len(drawing.boxes)
    for box in drawing.boxes:
        assert_label(font, box, inset)
        assert_on_canvas(drawing, [(box.x, box.y), (box.right, box.bottom)])
    for route in drawing.routes:
        assert_on_border(boxes[route.edge.cause], route.curve[0])
        assert_on_border(boxes[route.edge.effect], route.tip)
        assert_on_canvas(drawing, [*points_on(route), *route.arrowhead, *route.crossbar])
        assert bool(route.crossbar) == (route.edge.style == "in-spite-of")
    assert_on_canvas(drawing, (corner for line in drawing.captions for corner in corners(line)))


def assert_complete(drawing: Drawing, graph: Graph) -> None:
    """Assert that a drawing has each node and each edge of a graph once."""
    assert sorted(box.node.id for box in drawing.boxes) == sorted(node.id for node in graph.nodes)
    assert {box.node for box in drawing.boxes} == set(graph.nodes)
    assert sorted((route.edge.cause, route.edge.effect, route.edge.style) for route in drawing.routes) == sorted(
        (edge.cause, edge.effect, edge.style) for edge in graph.edges
    )


def assert_disjoint(boxes: Iterable[Box]) -> None:
    """Assert that no two boxes overlap."""
    ordered = sorted(boxes, key=lambda box: box.y)
    for index, upper in enumerate(ordered):
        for lower in ordered[index + 1 :]:
            if lower.y >= upper.bottom - ROUNDING:
                break
            assert upper.right <= lower.x + ROUNDING or lower.right <= upper.x + ROUNDING, (
                upper.node.id,
                lower.node.id,
            )


def assert_label(font: Font, box: Box, inset: float) -> None:
    """Assert that a box has its whole label inside it, one line under another."""
    label_text = "".join(line.text for line in box.label)
    assert "".join(label_text.split()) == "".join((box.node.title + box.node.note).split())
    for line in box.label:
        assert line.width == pytest.approx(font.width(line.text, line.size))
        (left, top), (right, bottom) = corners(line)
        assert box.x + inset - ROUNDING <= left <= right <= box.right - inset + ROUNDING, box.node.id
        assert box.y - ROUNDING <= top <= bottom <= box.bottom + ROUNDING, box.node.id
    for upper, lower in pairwise(box.label):
        assert lower.y - upper.y >= upper.size


def corners(line: TextLine) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the upper left and the lower right corner of a line of text."""
    return (line.x, line.y - RISE * line.size), (line.x + line.width, line.y + FALL * line.size)


def assert_on_border(box: Box, point: Point) -> None:
    """Assert that a point lies on the border of a box."""
    to_side = min(abs(point.x - box.x), abs(point.x - box.right))
    to_top_or_bottom = min(abs(point.y - box.y), abs(point.y - box.bottom))
    assert box.x - PIXEL <= point.x <= box.right + PIXEL, box.node.id
    assert box.y - PIXEL <= point.y <= box.bottom + PIXEL, box.node.id
    assert min(to_side, to_top_or_bottom) <= PIXEL, box.node.id


def assert_on_canvas(figure: Drawing | Chart, points: Iterable[tuple[float, float]]) -> None:
    """Assert that no point lies outside a figure."""
    for x, y in points:
        assert -ROUNDING <= x <= figure.width + ROUNDING, (x, figure.width)
        assert -ROUNDING <= y <= figure.height + ROUNDING, (y, figure.height)


def assert_chart(font: Font, chart: Chart) -> None:
    """Assert that boxes do not overlap, that everything stays on the canvas, and that labels are inside their boxes."""
    assert_disjoint([item.box for item in chart.items])
    for item in chart.items:
        assert_on_canvas(chart, [(item.box.x, item.box.y), (item.box.right, item.box.bottom)])
        assert_label(font, item.box, 0)
    for tick in chart.ticks:
        assert_on_canvas(chart, (corner for line in tick.label for corner in corners(line)))
        assert_on_canvas(chart, ((tick.x, y) for track in chart.tracks for y in track))
    shapes = [*chart.bands, *(shape for item in chart.items for shape in item.shapes)]
    assert_on_canvas(chart, (point for shape in shapes for point in shape.points))


def assert_timeline(font: Font, timeline: Timeline) -> None:
    """Assert that rows are stacked, that texts keep clear of texts, lines and bars, and that nothing leaves its row."""
    for upper, lower in pairwise(timeline.rows):
        assert upper.y + upper.height == pytest.approx(lower.y)
    assert timeline.rows_height == pytest.approx(sum(row.height for row in timeline.rows))
    for row in timeline.rows:
        lines = [line for _, text in row.texts for line in text]
        assert all(line.width == pytest.approx(font.width(line.text, line.size)) for line in lines)
        boxes = [(*upper_left, *lower_right) for upper_left, lower_right in map(corners, lines)]
        assert_disjoint_boxes(boxes, boxes, "two texts")
        polylines = [shape.points for bar in row.bars for shape in bar.shapes]
        polylines += [points for points in (*row.lines, row.tie, row.axis_break) if points]
        extents = [_extent(points) for points in polylines]
        assert_disjoint_boxes(boxes, extents, "a text and a line")
        for left, top, right, bottom in (*boxes, *extents):
            assert -ROUNDING <= left <= right <= timeline.width + ROUNDING, row.name
            assert -1 <= top <= bottom <= row.height + 1, row.name
        in_rows = [(x, 0.0, x, row.height) for x in timeline.grid]
        in_rows += [(left, 0.0, right, row.height) for left, right in timeline.breaks]
        if row.node:
            assert_disjoint_boxes(boxes, in_rows, "a text and the axis")
    for texts in (timeline.head, timeline.foot):
        labels = sorted((line.x, line.x + line.width) for _, text in texts for line in text)
        assert all(end + CLEARANCE <= start + ROUNDING for (_, end), (start, _) in pairwise(labels))
        omissions = [line for style, text in texts for line in text if style == "omission"]
        for (left, right), line in zip(timeline.breaks, omissions, strict=True):
            assert left + CLEARANCE - ROUNDING <= line.x <= line.x + line.width <= right - CLEARANCE + ROUNDING
        years = [
            (*upper, *lower) for style, text in texts if style != "omission" for upper, lower in map(corners, text)
        ]
        breaks = [
            (left - CLEARANCE + ROUNDING, 0.0, right + CLEARANCE - ROUNDING, timeline.head_height)
            for left, right in timeline.breaks
        ]
        assert_disjoint_boxes(years, breaks, "a year and a break")
        assert all(0 <= left <= right <= timeline.width + ROUNDING for left, _, right, _ in years)


def assert_disjoint_boxes(boxes: Sequence[Rectangle], others: Sequence[Rectangle], what: str) -> None:
    """Assert that no rectangle overlaps another."""
    for box in boxes:
        for other in others:
            is_disjoint = (
                box[2] <= other[0] + ROUNDING
                or other[2] <= box[0] + ROUNDING
                or box[3] <= other[1] + ROUNDING
                or other[3] <= box[1] + ROUNDING
            )
            assert box is other or is_disjoint, (what, box, other)


def _extent(points: Sequence[Point]) -> Rectangle:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def components(graph: Graph) -> list[set[str]]:
    """Return the ids of each connected component of a graph, the largest first."""
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

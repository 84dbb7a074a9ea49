"""Records that every figure consists of, the curves they share, and the validation that each layout stage runs.

All lengths are CSS px; x grows to the right and y downwards. Curves are cubic Bézier splines: a start point, then three
points for each segment.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from macros.layout.font import ASCENT, LEADING, Font

IN_SPITE_OF = "in-spite-of"
"""Style of an edge that is no cause."""
ELLIPSE = 0.5523
"""Distance of a control point along the tangent at which a Bézier segment is a quarter of an ellipse."""
TOLERANCE, LABEL_TOLERANCE = 1.0, 0.1
"""How far, in px, a part of a figure, and a label in its box, may be off before validation fails."""


class LayoutError(Exception):
    """A layout stage produced an invalid figure: a fault of the code, never of the data."""


class Point(NamedTuple):
    """A point, or the components of a vector."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: the left end of its baseline, its font size and its width.

    The width is an estimate where the font lacks a character; then `estimate_anchor` is the share of the width at which
    the line stands still while other fonts make it longer or shorter.
    """

    text: str
    x: float
    y: float
    size: float
    width: float
    estimate_anchor: float | None = None

    def translated(self, dx: float, dy: float) -> TextLine:
        """Return the line of text at another position."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Node:
    """An entry in a figure. `basis` chooses the style of its border; `note` is a date in words, or empty."""

    id: str
    title: str
    basis: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between the entries with two ids. `style` is its basis, or in-spite-of."""

    cause: str
    effect: str
    style: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its position, size and label; the few nodes that a reader should start with are highlighted."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    label: tuple[TextLine, ...] = ()
    is_highlighted: bool = False

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The y halfway between the upper and the lower side."""
        return self.y + self.height / 2

    def translated(self, dx: float, dy: float) -> Box:
        """Return the box and its label at another position."""
        label = tuple(line.translated(dx, dy) for line in self.label)
        return replace(self, x=self.x + dx, y=self.y + dy, label=label)


@dataclass(frozen=True, slots=True)
class EdgeRoute:
    """An edge with its geometry: a Bézier curve, an arrowhead whose last corner is its tip, and perhaps a crossbar.

    Only edges "in spite of" have a crossbar.
    """

    edge: Edge
    curve: tuple[Point, ...]
    arrowhead: tuple[Point, ...]
    crossbar: tuple[Point, ...] = ()

    @property
    def tip(self) -> Point:
        """The point where the arrowhead touches the box of the effect."""
        return self.arrowhead[-1]

    def translated(self, dx: float, dy: float) -> EdgeRoute:
        """Return the route at another position."""
        parts = (self.curve, self.arrowhead, self.crossbar)
        return EdgeRoute(self.edge, *(tuple(Point(x + dx, y + dy) for x, y in points) for points in parts))


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground behind neighbouring boxes of one thread: overlapping polygons, and at one of them its title."""

    polygons: tuple[tuple[Point, ...], ...]
    label: tuple[TextLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole figure of a graph; boxes in the order of keyboard navigation."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    routes: tuple[EdgeRoute, ...]
    captions: tuple[TextLine, ...] = ()
    grounds: tuple[Ground, ...] = ()

    def validate(self, stage: str) -> Drawing:
        """Return the drawing itself, if it has no problems.

        Raises:
            LayoutError: boxes overlap, a label leaves its box, an edge misses a box, or something leaves the canvas.
        """
        for problem in drawing_problems(self):
            raise LayoutError(f"{stage}: {problem}")
        return self


def typeset(font: Font, texts: Iterable[str], size: float, origin: Point, anchor: float = 0) -> tuple[TextLine, ...]:
    """Set lines of text one below another, the top of the first at `origin`.

    `anchor` is the share of a line's width that lies left of the origin: 0 is flush left, 0.5 centred, 1 flush right.
    """
    text_lines = []
    for index, text in enumerate(texts):
        width = font.width(text, size)
        baseline = origin.y + (ASCENT + (LEADING - 1) / 2 + LEADING * index) * size
        estimate_anchor = anchor if not text.isascii() and font.missing_glyphs(text) else None
        text_lines.append(TextLine(text, origin.x - width * anchor, baseline, size, width, estimate_anchor))
    return tuple(text_lines)


def label_lines(font: Font, node: Node, size: float, max_width: float) -> tuple[str, ...]:
    """Return the label of a node broken into lines: its title, then its note if it has one."""
    note_lines = font.break_lines(node.note, size, max_width) if node.note else ()
    return *font.break_lines(node.title, size, max_width), *note_lines


def text_height(line_count: int, size: float) -> float:
    """Return the height of lines of text at a font size."""
    return line_count * size * LEADING


def build_route(
    edge: Edge, curve: tuple[Point, ...], tip: Point, head_width: float = 7, bar_length: float = 12
) -> EdgeRoute:
    """Return the route of an edge along a curve, with an arrowhead from the end of the curve to `tip`."""
    crossbar = build_crossbar(curve, bar_length) if edge.style == IN_SPITE_OF else ()
    return EdgeRoute(edge, curve, build_arrowhead(curve[-1], tip, head_width), crossbar)


def build_arrowhead(base: Point, tip: Point, width: float = 7) -> tuple[Point, ...]:
    """Return a triangle: the middle of its base, which has a width in px, is at one point, and its tip at another."""
    return *_perpendicular(base, _direction(base, tip), width), tip


def build_crossbar(curve: tuple[Point, ...], length: float = 12) -> tuple[Point, ...]:
    """Return a bar across the middle of a curve, the sign of an edge that is no cause."""
    points = list(sample_curve(curve))
    middle = len(points) // 2
    return _perpendicular(points[middle], _direction(points[middle - 1], points[middle]), length)


def _direction(start: Point, end: Point) -> Point:
    """Return the unit vector from one point to another; the null vector where they are equal."""
    distance = math.dist(start, end) or 1
    return Point((end.x - start.x) / distance, (end.y - start.y) / distance)


def _perpendicular(middle: Point, direction: Point, length: float) -> tuple[Point, Point]:
    """Return the ends of a segment at right angles to a direction."""
    x, y = -direction.y * length / 2, direction.x * length / 2
    return Point(middle.x + x, middle.y + y), Point(middle.x - x, middle.y - y)


def arc(start: Point, end: Point, lane_x: float) -> tuple[Point, ...]:
    """Return a curve from a point out to a vertical lane, down it and back: two quarter ellipses and a segment."""
    drop = min((end.y - start.y) / 2, abs(start.x - lane_x) * 1.1)
    upper, lower = start.y + drop, end.y - drop
    return (
        start,
        Point(start.x + (lane_x - start.x) * ELLIPSE, start.y),
        Point(lane_x, upper - drop * ELLIPSE),
        Point(lane_x, upper),
        Point(lane_x, upper),
        Point(lane_x, lower),
        Point(lane_x, lower),
        Point(lane_x, lower + drop * ELLIPSE),
        Point(end.x + (lane_x - end.x) * ELLIPSE, end.y),
        end,
    )


def sample_curve(curve: tuple[Point, ...], steps: int = 12) -> Iterator[Point]:
    """Yield points along a Bézier curve, `steps` for each segment, both ends included."""
    yield curve[0]
    for index in range(0, len(curve) - 1, 3):
        a, b, c, d = curve[index : index + 4]
        for step in range(1, steps + 1):
            t = step / steps
            u = 1 - t
            yield Point(
                u**3 * a.x + 3 * u * u * t * b.x + 3 * u * t * t * c.x + t**3 * d.x,
                u**3 * a.y + 3 * u * u * t * b.y + 3 * u * t * t * c.y + t**3 * d.y,
            )


def drawing_problems(drawing: Drawing) -> Iterator[str]:
    """Yield a message for everything that is wrong with a drawing."""
    yield from _overlaps(drawing.boxes)
    boxes = {box.node.id: box for box in drawing.boxes}
    for box in drawing.boxes:
        if not all(_contains(box, corner, LABEL_TOLERANCE) for corner in _text_corners(box.label)):
            yield f"the label of '{box.node.id}' leaves its box"
    for route in drawing.routes:
        for node_id, end in ((route.edge.cause, route.curve[0]), (route.edge.effect, route.tip)):
            if not _is_on_border(boxes[node_id], end):
                yield f"the edge from '{route.edge.cause}' to '{route.edge.effect}' misses '{node_id}'"
    for part, points in _extents(drawing):
        if not all(_contains(drawing, point) for point in points):
            yield f"{part} leaves the canvas"


def _overlaps(boxes: tuple[Box, ...]) -> Iterator[str]:
    """Yield a message for each pair of boxes that overlap, by a sweep from top to bottom."""
    active: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.y):
        active = [other for other in active if other.bottom > box.y]
        for other in active:
            if box.x < other.right and other.x < box.right:
                yield f"'{other.node.id}' and '{box.node.id}' overlap"
        active.append(box)


def _text_corners(lines: Iterable[TextLine]) -> Iterator[Point]:
    for line in lines:
        top = line.y - ASCENT * line.size
        yield Point(line.x, top)
        yield Point(line.x + line.width, top + line.size)


def _extents(drawing: Drawing) -> Iterator[tuple[str, Iterable[Point]]]:
    """Yield the name of each part of a drawing with points that bound it.

    A Bézier curve lies within the convex hull of its control points, so it is only sampled where one of these is out.
    """
    for box in drawing.boxes:
        yield f"'{box.node.id}'", (Point(box.x, box.y), Point(box.right, box.bottom))
    for route in drawing.routes:
        is_hull_inside = all(_contains(drawing, point) for point in route.curve)
        curve = route.curve if is_hull_inside else sample_curve(route.curve)
        points = *curve, *route.arrowhead, *route.crossbar
        yield f"the edge from '{route.edge.cause}' to '{route.edge.effect}'", points
    for line in (*drawing.captions, *(line for ground in drawing.grounds for line in ground.label)):
        yield f"the caption '{line.text}'", _text_corners([line])


def _contains(area: Box | Drawing, point: Point, tolerance: float = TOLERANCE) -> bool:
    left, top = (area.x, area.y) if isinstance(area, Box) else (0.0, 0.0)
    x, y = point.x - left, point.y - top
    return -tolerance <= x <= area.width + tolerance and -tolerance <= y <= area.height + tolerance


def _is_on_border(box: Box, point: Point) -> bool:
    distances = (point.x - box.x, point.x - box.right, point.y - box.y, point.y - box.bottom)
    return _contains(box, point) and min(map(abs, distances)) <= TOLERANCE

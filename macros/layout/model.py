"""What a figure is made of, whatever draws it, and the checks that every figure passes before it is drawn.

Lengths are CSS px; x grows to the right and y downwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from macros.layout.font import ASCENT, LEADING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from macros.layout.font import Font

IN_SPITE_OF = "in-spite-of"
"""The style of a line that is no cause."""
ELLIPSE = 0.5523
"""How far a control point lies along the tangent, so that a Bézier curve is a quarter of an ellipse."""
TOLERANCE, LABEL_TOLERANCE = 1.0, 0.1
"""How far, in px, a figure, and a label in its box, may be off before it counts as wrong."""


class LayoutError(Exception):
    """A stage gave a figure that cannot be right: a fault of ours, never of the data."""


class Point(NamedTuple):
    """A place in a figure."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: its words, where its baseline begins, its size and its width."""

    words: str
    x: float
    y: float
    size: float
    width: float


@dataclass(frozen=True, slots=True)
class Node:
    """An entry that a figure shows. `basis` is how its border is drawn; `note` is a date in words, or empty."""

    id: str
    title: str
    basis: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A link that a figure shows. `style` is how it is drawn: stated, implied or in-spite-of."""

    cause: str
    effect: str
    style: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place; `main` marks the few that a reader should start with."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...] = ()
    main: bool = False

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    def moved(self, x: float, y: float) -> Box:
        """Return the box moved by so much."""
        texts = tuple(replace(text, x=text.x + x, y=text.y + y) for text in self.texts)
        return replace(self, x=self.x + x, y=self.y + y, texts=texts)


@dataclass(frozen=True, slots=True)
class Line:
    """An edge in its place: a start, then Bézier curves of three points each; the arrowhead and the bar are polygons.

    The last corner of the arrowhead is its tip. Only lines that say "in spite of" have a bar.
    """

    edge: Edge
    curve: tuple[Point, ...]
    head: tuple[Point, ...]
    bar: tuple[Point, ...] = ()

    @property
    def tip(self) -> Point:
        """Where the line ends."""
        return self.head[-1]

    def moved(self, x: float, y: float) -> Line:
        """Return the line moved by so much."""
        curve, head, bar = (
            tuple(Point(point.x + x, point.y + y) for point in points) for points in (self.curve, self.head, self.bar)
        )
        return replace(self, curve=curve, head=head, bar=bar)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole figure; boxes in the order in which they are reached by keyboard."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    captions: tuple[Text, ...] = ()


def set_text(font: Font, words: Iterable[str], size: float, place: Point, anchor: float = 0) -> tuple[Text, ...]:
    """Set lines of text one under another from the top at a place.

    `anchor` is the part of a line's width that lies left of the place: 0 for flush left, 0.5 for centred, 1 for right.
    """
    texts = []
    for index, line in enumerate(words):
        width = font.width(line, size)
        baseline = place.y + (ASCENT + (LEADING - 1) / 2 + LEADING * index) * size
        texts.append(Text(line, place.x - width * anchor, baseline, size, width))
    return tuple(texts)


def label_lines(font: Font, node: Node, size: float, widest: float) -> tuple[str, ...]:
    """Return the label of a node, broken into lines: its title, and its note if it has one."""
    return *font.lines(node.title, size, widest), *(font.lines(node.note, size, widest) if node.note else ())


def text_height(lines: int, size: float) -> float:
    """Return how high so many lines of text are."""
    return lines * size * LEADING


def arrowhead(tip: Point, before: Point, length: float = 8, width: float = 7) -> tuple[Point, ...]:
    """Return a triangle that ends at the tip of a line and points away from a point before it."""
    along = _direction(before, tip)
    base = Point(tip.x - along.x * length, tip.y - along.y * length)
    side = Point(-along.y * width / 2, along.x * width / 2)
    return Point(base.x + side.x, base.y + side.y), Point(base.x - side.x, base.y - side.y), tip


def crossbar(curve: tuple[Point, ...], length: float = 12) -> tuple[Point, ...]:
    """Return a stroke across the middle of a line, which says that the line is no cause."""
    path = list(points_on(curve))
    middle = len(path) // 2
    along = _direction(path[middle - 1], path[middle])
    here = path[middle]
    side = Point(-along.y * length / 2, along.x * length / 2)
    return Point(here.x + side.x, here.y + side.y), Point(here.x - side.x, here.y - side.y)


def arc(start: Point, end: Point, far: float) -> tuple[Point, ...]:
    """Return a curve out to a lane at the x `far`, down it, and back: quarters of an ellipse and a straight piece."""
    drop = min((end.y - start.y) / 2, abs(start.x - far) * 1.1)
    upper, lower = start.y + drop, end.y - drop
    return (
        start,
        Point(start.x + (far - start.x) * ELLIPSE, start.y),
        Point(far, upper - drop * ELLIPSE),
        Point(far, upper),
        Point(far, upper),
        Point(far, lower),
        Point(far, lower),
        Point(far, lower + drop * ELLIPSE),
        Point(end.x + (far - end.x) * ELLIPSE, end.y),
        end,
    )


def _direction(start: Point, end: Point) -> Point:
    distance = math.dist(start, end) or 1
    return Point((end.x - start.x) / distance, (end.y - start.y) / distance)


def points_on(curve: tuple[Point, ...], steps: int = 12) -> Iterator[Point]:
    """Give points along a curve, so many for each of its Bézier pieces, both ends included."""
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


def checked(stage: str, drawing: Drawing) -> Drawing:
    """Return a drawing in which nothing is wrong.

    Raises:
        LayoutError: two boxes overlap, a text leaves its box, a line misses one of its boxes, or something leaves the
            canvas. The message names the stage and the entry.
    """
    for fault in faults(drawing):
        raise LayoutError(f"{stage}: {fault}")
    return drawing


def faults(drawing: Drawing) -> Iterator[str]:
    """Say everything that is wrong with a drawing."""
    yield from _overlaps(drawing.boxes)
    boxes = {box.node.id: box for box in drawing.boxes}
    for box in drawing.boxes:
        if not all(_holds(box, corner, LABEL_TOLERANCE) for corner in _corners(box.texts)):
            yield f"the label of '{box.node.id}' leaves its box"
    for line in drawing.lines:
        for name, end in ((line.edge.cause, line.curve[0]), (line.edge.effect, line.tip)):
            if not _on_border(boxes[name], end):
                yield f"the line from '{line.edge.cause}' to '{line.edge.effect}' misses '{name}'"
    for what, places in _everything(drawing):
        if not all(_holds(drawing, place) for place in places):
            yield f"{what} leaves the canvas"


def _overlaps(boxes: tuple[Box, ...]) -> Iterator[str]:
    open_boxes: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.y):
        open_boxes = [other for other in open_boxes if other.bottom > box.y]
        for other in open_boxes:
            if box.x < other.right and other.x < box.right:
                yield f"'{other.node.id}' and '{box.node.id}' overlap"
        open_boxes.append(box)


def _corners(texts: Iterable[Text]) -> Iterator[Point]:
    for text in texts:
        top = text.y - ASCENT * text.size
        yield Point(text.x, top)
        yield Point(text.x + text.width, top + text.size)


def _everything(drawing: Drawing) -> Iterator[tuple[str, Iterable[Point]]]:
    """Give the parts of a drawing with places that tell how far they reach.

    A Bézier curve stays within the hull of its points, so what they tell is enough where none of them is off.
    """
    for box in drawing.boxes:
        yield f"'{box.node.id}'", (Point(box.x, box.y), Point(box.right, box.bottom))
    for line in drawing.lines:
        hull = all(_holds(drawing, place) for place in line.curve)
        reach = line.curve if hull else points_on(line.curve)
        yield f"the line from '{line.edge.cause}' to '{line.edge.effect}'", (*reach, *line.head, *line.bar)
    for text in drawing.captions:
        yield f"the caption '{text.words}'", _corners([text])


def _holds(area: Box | Drawing, point: Point, by: float = TOLERANCE) -> bool:
    left, top = (area.x, area.y) if isinstance(area, Box) else (0.0, 0.0)
    return -by <= point.x - left <= area.width + by and -by <= point.y - top <= area.height + by


def _on_border(box: Box, point: Point) -> bool:
    inside = _holds(box, point)
    nearest = min(abs(point.x - box.x), abs(point.x - box.right), abs(point.y - box.y), abs(point.y - box.bottom))
    return inside and nearest <= TOLERANCE

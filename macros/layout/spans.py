"""Time spans as shapes of a timeline: certain cores, the uncertainty around them, open and doubtful ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from macros.layout.model import Point, translate_points
from macros.scenario.dates import DateBounds
from macros.scenario.edtf import Day

STORY, HISTORY = "here", "ours"
"""The lanes of this timeline and of our timeline, as their CSS classes name them."""
CORE, SOFT, FAINT = "core", "soft", "faint"
"""Styles of bars: certain, possible by the precision of the date, inferred."""
OPEN, DOUBTFUL, MARK = "open", "doubtful", "mark"
"""Styles of an open end, a doubtful end, and a point in time."""
LEADER, ABSENT = "leader", "absent"
"""Styles of the leader line from a bar to its label, and of the cross that stands for what did not happen."""
ARROW_LENGTH = 7.0
TEETH = 3
"""Number and depth in px of the teeth of a doubtful end."""


class Shape(NamedTuple):
    """A polygon, or an open polyline where its style is doubtful, absent or leader."""

    style: str
    points: tuple[Point, ...]

    def translated(self, dx: float, dy: float) -> Shape:
        """Return the shape at another position."""
        return Shape(self.style, translate_points(self.points, dx, dy))

    def transposed(self) -> Shape:
        """Return the shape with x and y swapped, for an axis that runs downwards."""
        return Shape(self.style, tuple(Point(y, x) for x, y in self.points))


@dataclass(frozen=True, slots=True)
class Span:
    """The earliest and latest days on which something began and ended; None where nothing bounds it.

    An end is doubtful where its date is approximate or uncertain. A span that `is_inferred` bounds the beginning of an
    undated entry.
    """

    bounds: DateBounds
    has_doubtful_begin: bool = False
    has_doubtful_end: bool = False
    is_inferred: bool = False

    @property
    def first(self) -> Day | None:
        """The first day on which it can have begun."""
        return self.bounds.begins_earliest

    @property
    def last(self) -> Day | None:
        """The last day on which it can have ended."""
        return self.bounds.ends_latest

    @property
    def is_point(self) -> bool:
        """Whether it is a single date, of whatever precision, and no interval."""
        bounds = self.bounds
        same_begin = bounds.begins_earliest == bounds.ends_earliest
        return same_begin and bounds.begins_latest == bounds.ends_latest and None not in {self.first, self.last}


def decimal_year(day: Day, *, is_end: bool = False) -> float:
    """Return the beginning or the end of a day, in years; each day lasts 1/372 of a year, so that none overlap."""
    year, month, number = day
    return year + ((month - 1) * 31 + number - (0 if is_end else 1)) / 372


def span_shapes(
    span: Span, scale: Callable[[float], float], middle: float, thickness: float, open_ends: tuple[float, float]
) -> tuple[Shape, ...]:
    """Return the shapes of a span along an axis from left to right.

    `scale` maps years to px along the axis, `middle` is the coordinate across it, and `open_ends` are the coordinates
    where a span without a first or last day begins or ends.
    """
    bounds = span.bounds
    begins = [scale(decimal_year(day)) if day else open_ends[0] for day in (span.first, bounds.ends_earliest)]
    ends = [scale(decimal_year(day, is_end=True)) if day else open_ends[1] for day in (bounds.begins_latest, span.last)]
    left, right = begins[0], ends[1]
    arrows = [arrow(left, middle, thickness, -ARROW_LENGTH)] if span.first is None else []
    arrows += [arrow(right, middle, thickness, ARROW_LENGTH)] if span.last is None else []
    if span.is_inferred:
        return bar(FAINT, left, right, middle, thickness), *arrows
    if span.is_point:
        return bar(SOFT, left, right, middle, thickness / 3), diamond((left + right) / 2, middle, thickness * 0.62)
    core_left, core_right = max(left, min(ends[0], right)), min(right, max(begins[1], left))
    shapes = [bar(SOFT, left, right, middle, thickness)]
    shapes += [bar(CORE, core_left, core_right, middle, thickness)] if core_left < core_right else []
    shapes += arrows
    shapes += [_teeth(left, middle, thickness)] if span.has_doubtful_begin else []
    shapes += [_teeth(right, middle, thickness)] if span.has_doubtful_end else []
    return tuple(shapes)


def bar(style: str, left: float, right: float, middle: float, thickness: float) -> Shape:
    """Return a rectangle along the axis."""
    top, bottom = middle - thickness / 2, middle + thickness / 2
    return Shape(style, (Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)))


def diamond(x: float, y: float, radius: float) -> Shape:
    """Return the mark of a point in time."""
    return Shape(MARK, (Point(x - radius, y), Point(x, y - radius), Point(x + radius, y), Point(x, y + radius)))


def arrow(x: float, middle: float, thickness: float, length: float) -> Shape:
    """Return the triangle of an open end, which points left where its length is negative."""
    half = thickness / 2
    return Shape(OPEN, (Point(x, middle - half), Point(x + length, middle), Point(x, middle + half)))


def _teeth(x: float, middle: float, thickness: float) -> Shape:
    """Return a zigzag across a doubtful end."""
    offsets = (TEETH if index % 2 else -TEETH for index in range(2 * TEETH + 1))
    return Shape(DOUBTFUL, zigzag(middle - thickness / 2, x, thickness / (2 * TEETH), offsets)).transposed()


def cross(middle: Point, size: float) -> Shape:
    """Return a cross, as one polyline."""
    half = size / 2
    corners = ((-half, -half), (half, half), (0, 0), (-half, half), (half, -half))
    return Shape(ABSENT, tuple(Point(middle.x + x, middle.y + y) for x, y in corners))


def zigzag(x: float, y: float, step: float, offsets: Iterable[float]) -> tuple[Point, ...]:
    """Return a zigzag: a corner every `step` px from `x` on, at each offset in px from `y`."""
    return tuple(Point(x + index * step, y + offset) for index, offset in enumerate(offsets))

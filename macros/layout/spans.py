"""Time spans as shapes of a timeline: what a date states is solid; doubtful ends fray, and open ends are arrows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from macros.layout.model import Point
from macros.scenario.dates import DateBounds
from macros.scenario.edtf import Day

STORY, HISTORY = "here", "ours"
"""The lanes of this timeline and of our timeline, as their CSS classes name them."""
CORE, SOFT, BRACKET = "core", "soft", "bracket"
"""Styles of bars: stated, some time within, inferred bounds."""
OPEN, MARK, DOUBTFUL_MARK, LEADER = "open", "mark", "doubtful", "leader"
"""Styles of an arrow, a point in time, a doubtful one, and a leader line from a bar to its label."""
ARROW_LENGTH, TAIL_LENGTH = 7.0, 20.0
"""Length of an arrowhead, and of the whole arrow of an open end, in px."""
FRAY, BRACKET_WIDTH = 5.0, 2.0
"""Depth of the teeth of a doubtful end, and thickness of the lines of a bracket, in px."""
TIE_HEAD = 5.0
"""Length of the head of a tie, in px."""
MIN_BAR = 0.8
"""A bar shorter than this share of its thickness is a diamond."""


class Shape(NamedTuple):
    """A polygon, or an open polyline where its style is that of a leader line."""

    style: str
    points: tuple[Point, ...]

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
    def begin(self) -> float:
        """The time in years at which it begins as far as its date states; not a number if the date states no day."""
        bounds = self.bounds
        day = bounds.begins_earliest or bounds.ends_earliest or bounds.ends_latest
        return decimal_year(day) if day else math.nan

    @property
    def end(self) -> float:
        """The time in years at which it ends as far as its date states; not a number if the date states no day."""
        bounds = self.bounds
        day = bounds.ends_latest or bounds.begins_latest or bounds.begins_earliest
        return decimal_year(day, is_end=True) if day else math.nan

    @property
    def is_on_axis(self) -> bool:
        """Whether it has a place on an axis: a date with a day, or two bounds."""
        if self.is_inferred:
            return self.bounds.begins_earliest is not None and self.bounds.begins_latest is not None
        return not math.isnan(self.begin)

    @property
    def is_vague(self) -> bool:
        """Whether it is one time of several years, such as "some time in the 1680s"."""
        first, last = self.bounds.begins_earliest, self.bounds.ends_latest
        is_point = (first, self.bounds.begins_latest) == (self.bounds.ends_earliest, last)
        return not self.is_inferred and is_point and first is not None and last is not None and first[0] != last[0]

    @property
    def bar_style(self) -> str:
        """The style of its bar."""
        return BRACKET if self.is_inferred else SOFT if self.is_vague else CORE

    @property
    def mark_style(self) -> str:
        """The style of the mark that stands for it where a bar would be too short."""
        is_doubtful = self.is_inferred or self.has_doubtful_begin or self.has_doubtful_end
        return DOUBTFUL_MARK if is_doubtful else MARK

    @property
    def open_ends(self) -> tuple[bool, bool]:
        """Whether nothing bounds its beginning, and whether nothing bounds its end."""
        return self.bounds.begins_earliest is None, self.bounds.ends_latest is None


def decimal_year(day: Day, *, is_end: bool = False) -> float:
    """Return the beginning or the end of a day, in years; each day lasts 1/372 of a year, so that none overlap."""
    year, month, number = day
    return year + ((month - 1) * 31 + number - (0 if is_end else 1)) / 372


def span_shapes(span: Span, scale: Callable[[float], float], middle: float, thickness: float) -> tuple[Shape, ...]:
    """Return the shapes of a span with a place on an axis from left to right: a bar, or a diamond for a short time.

    `scale` maps years to px along the axis, and `middle` is the coordinate across it. Arrows and teeth reach up to
    `TAIL_LENGTH` px beyond the axis.
    """
    left, right = scale(span.begin), scale(span.end)
    if right - left < thickness * MIN_BAR and not any(span.open_ends):
        return (diamond((left + right) / 2, middle, thickness * 0.7, span.mark_style),)
    return bar_shapes(span, (left, right), middle, thickness)


def bar_shapes(
    span: Span,
    ends: tuple[float, float],
    middle: float,
    thickness: float,
    tails: tuple[float, float] = (TAIL_LENGTH, TAIL_LENGTH),
) -> tuple[Shape, ...]:
    """Return a bar between its ends, or a bracket for inferred bounds.

    `tails` are the lengths of arrows in px, if an end is open; an end whose tail is 0 is not drawn.
    """
    style = span.bar_style
    shapes = [bar(style, *ends, middle, BRACKET_WIDTH if span.is_inferred else thickness)]
    is_doubtful = span.has_doubtful_begin, span.has_doubtful_end
    for index in (index for index, tail in enumerate(tails) if tail):
        x, direction = ends[index], 2 * index - 1
        if span.is_inferred:
            shapes.append(bar(style, x, x - direction * BRACKET_WIDTH, middle, thickness))
        elif span.open_ends[index]:
            neck = x + direction * (tails[index] - ARROW_LENGTH)
            shapes.append(bar(SOFT, x, neck, middle, thickness / 2))
            shapes.append(arrow(neck, middle, thickness * 1.25, direction * ARROW_LENGTH))
        elif is_doubtful[index]:
            shapes.append(teeth(style, x, middle, thickness, direction * FRAY))
    return tuple(shape for shape in shapes if shape.points[0].x != shape.points[1].x)


def bar(style: str, left: float, right: float, middle: float, thickness: float) -> Shape:
    """Return a rectangle along the axis."""
    top, bottom = middle - thickness / 2, middle + thickness / 2
    return Shape(style, (Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)))


def diamond(x: float, y: float, radius: float, style: str = MARK) -> Shape:
    """Return the mark of a point in time."""
    return Shape(style, (Point(x - radius, y), Point(x, y - radius), Point(x + radius, y), Point(x, y + radius)))


def arrow(x: float, middle: float, thickness: float, length: float) -> Shape:
    """Return the triangle of an open end, which points left where its length is negative."""
    half = thickness / 2
    return Shape(OPEN, (Point(x, middle - half), Point(x + length, middle), Point(x, middle + half)))


def teeth(style: str, x: float, middle: float, thickness: float, depth: float) -> Shape:
    """Return three teeth at a doubtful end, which point left where their depth is negative."""
    top, step = middle - thickness / 2, thickness / 6
    return Shape(style, tuple(Point(x + depth * (index % 2), top + index * step) for index in range(7)))


def zigzag(length: float, middle: float, step: float = 5.0, amplitude: float = 3.0) -> tuple[Point, ...]:
    """Return the line of an axis break, from left to right."""
    count = max(2, round(length / step))
    return tuple(Point(length * index / count, middle + amplitude * (-1) ** index) for index in range(count + 1))


def tie(start: Point, end: Point) -> tuple[Point, ...]:
    """Return the line of an arrow from one point to another, with both barbs of its head."""
    length = math.dist(start, end) / TIE_HEAD
    along, across = (end.x - start.x) / length, (end.y - start.y) / length
    barbs = [Point(end.x - along - side * across, end.y - across + side * along) for side in (0.6, -0.6)]
    return start, end, barbs[0], end, barbs[1]

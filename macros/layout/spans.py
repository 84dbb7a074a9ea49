"""Spans of time as a timeline shows them: certain cores, uncertain edges, open and doubtful ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from macros.layout.model import Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from macros.scenario.dates import Day, Extent

HERE, OURS = "here", "ours"
"""The two lanes: this timeline and ours."""
CORE, SOFT, FAINT, OPEN, DOUBTFUL, MARK = (
    "core",
    "soft",
    "faint",
    "open",
    "doubtful",
    "mark",
)
"""Styles of shapes: certain, within the precision of a date, inferred, an end left open, an end in doubt, a point."""
LEADER = "leader"
"""Style of the line from a bar to its label."""
ABSENT = "absent"
"""Style of the cross that stands for what did not happen."""
ARROW = 7.0
TEETH = 3


class Shape(NamedTuple):
    """A polygon, or for a doubtful end a broken line, and how it is drawn."""

    style: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """When something began and ended: the outermost days of each, None where nothing bounds it.

    `doubtful_begin` and `doubtful_end` tell dates that are approximate or uncertain in themselves. `inferred` spans
    are bounds on a beginning that nobody dated.
    """

    extent: Extent
    doubtful_begin: bool = False
    doubtful_end: bool = False
    inferred: bool = False

    @property
    def first(self) -> Day | None:
        """The first day that it can have begun on."""
        return self.extent.begins_earliest

    @property
    def last(self) -> Day | None:
        """The last day that it can have ended on."""
        return self.extent.ends_latest

    @property
    def is_point(self) -> bool:
        """Whether it is one date, however precise, and no stretch of time."""
        extent = self.extent
        same_begin = extent.begins_earliest == extent.ends_earliest
        return same_begin and extent.begins_latest == extent.ends_latest and None not in {self.first, self.last}


def years(day: Day, *, end: bool = False) -> float:
    """Return a day, or the end of it, as years and a fraction; days count as 1/372 of a year, so that none overlap."""
    year, month, number = day
    return year + ((month - 1) * 31 + number - (0 if end else 1)) / 372


def shapes(
    span: Span, scale: Callable[[float], float], middle: float, thick: float, ends: tuple[float, float]
) -> tuple[Shape, ...]:
    """Return the shapes of a span along an axis, as if it ran from left to right.

    `scale` gives px along the axis for a time in years; `middle` is where the span lies across the axis, `thick` how
    thick it is; open ends reach to the two places of `ends`.
    """
    extent = span.extent
    begins = [scale(years(day)) if day else ends[0] for day in (extent.begins_earliest, extent.ends_earliest)]
    stops = [scale(years(day, end=True)) if day else ends[1] for day in (extent.begins_latest, extent.ends_latest)]
    left, right = begins[0], stops[1]
    if span.inferred:
        return (bar(FAINT, left, right, middle, thick), *_open_ends(span, left, right, middle, thick))
    if span.is_point:
        return bar(SOFT, left, right, middle, thick / 3), diamond((left + right) / 2, middle, thick * 0.62)
    core = max(left, min(stops[0], right)), min(right, max(begins[1], left))
    found = [bar(SOFT, left, right, middle, thick)]
    if core[0] < core[1]:
        found.append(bar(CORE, core[0], core[1], middle, thick))
    found += _open_ends(span, left, right, middle, thick)
    if span.doubtful_begin:
        found.append(_teeth(left, middle, thick))
    if span.doubtful_end:
        found.append(_teeth(right, middle, thick))
    return tuple(found)


def bar(style: str, left: float, right: float, middle: float, thick: float) -> Shape:
    """Return a bar along the axis."""
    top, bottom = middle - thick / 2, middle + thick / 2
    return Shape(style, (Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)))


def diamond(x: float, y: float, reach: float) -> Shape:
    """Return the mark of a point in time."""
    return Shape(MARK, (Point(x - reach, y), Point(x, y - reach), Point(x + reach, y), Point(x, y + reach)))


def _open_ends(span: Span, left: float, right: float, middle: float, thick: float) -> list[Shape]:
    """Return an arrow for each end that nothing bounds."""
    half = thick / 2
    found = []
    if span.first is None:
        found.append(Shape(OPEN, (Point(left, middle - half), Point(left - ARROW, middle), Point(left, middle + half))))
    if span.last is None:
        found.append(
            Shape(OPEN, (Point(right, middle - half), Point(right + ARROW, middle), Point(right, middle + half)))
        )
    return found


def _teeth(x: float, middle: float, thick: float) -> Shape:
    """Return a frayed edge across the end of a bar."""
    step = thick / (2 * TEETH)
    points = tuple(
        Point(x + (TEETH if index % 2 else -TEETH), middle - thick / 2 + index * step) for index in range(2 * TEETH + 1)
    )
    return Shape(DOUBTFUL, points)


def cross(middle: Point, size: float) -> Shape:
    """Return a cross of two strokes, drawn as one line."""
    half = size / 2
    corners = ((-half, -half), (half, half), (0, 0), (-half, half), (half, -half))
    return Shape(ABSENT, tuple(Point(middle.x + x, middle.y + y) for x, y in corners))


def turned(shape: Shape) -> Shape:
    """Return a shape as it is along an axis that runs downwards."""
    return Shape(shape.style, tuple(Point(point.y, point.x) for point in shape.points))

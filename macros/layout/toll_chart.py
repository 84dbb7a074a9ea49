"""The estimates of a toll: one row a study, a point or a range on one axis of millions, the account's range behind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from macros.layout.model import LayoutError, Point, Text, set_text, text_height
from macros.layout.spans import ARROW, CORE, OPEN, SOFT, Shape, bar, diamond

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from macros.layout.font import Font

SIZE = 14.0
WIDE, NARROW = 700.0, 328.0
"""Widths of the figure in px: a line of text, and what a phone of 360 px leaves between its margins."""
SIDE = 10.0
"""Room left and right of the axis."""
AXIS, PADDING, TRACK, THICK = 30.0, 6.0, 16.0, 9.0
LEAST = 34.0
"""Length of the arrow after a least number."""
TEN = 10
BAND = "band"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, or a range of numbers, in millions; `high` is None for "at least". The label says whose it is."""

    id: str
    label: str
    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """An estimate in its place: from `top` on, so high."""

    estimate: Estimate
    top: float
    height: float
    texts: tuple[Text, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class TollChart:
    """The whole figure: the band, the rows over it, and the axis with its lines."""

    width: float
    height: float
    band: Shape
    rows: tuple[EstimateRow, ...]
    ticks: tuple[tuple[Text, Point, Point], ...]


def toll_chart(font: Font, estimates: Sequence[Estimate], low: float, high: float, width: float) -> TollChart:
    """Draw estimates, and the range from `low` to `high` behind them, all in millions, so many px wide.

    Raises:
        LayoutError: a label is wider than the figure, or a number is negative.
    """
    most = max([high, *(estimate.high or estimate.low for estimate in estimates)])
    last = TEN * math.ceil((most + 1) / TEN)
    axis = _Axis((width - 2 * SIDE) / last)
    rows = []
    top = AXIS
    for estimate in estimates:
        rows.append(_row(font, estimate, axis, width, top))
        top += rows[-1].height
    left, right = axis(low), axis(high)
    band = Shape(BAND, (Point(left, AXIS), Point(right, AXIS), Point(right, top), Point(left, top)))
    ticks = []
    for millions in range(0, last + 1, TEN):
        [label] = set_text(font, [str(millions)], SIZE, Point(axis(millions), (AXIS - text_height(1, SIZE)) / 2), 0.5)
        ticks.append((label, Point(axis(millions), AXIS - 3), Point(axis(millions), top)))
    return _checked(TollChart(width, top, band, tuple(rows), tuple(ticks)))


class _Axis(NamedTuple):
    per_million: float

    def __call__(self, millions: float) -> float:
        """Return the place of a number of millions."""
        return SIDE + millions * self.per_million


def _row(font: Font, estimate: Estimate, axis: _Axis, width: float, top: float) -> EstimateRow:
    texts = set_text(font, font.lines(estimate.label, SIZE, width - 2 * SIDE), SIZE, Point(SIDE, top + PADDING))
    middle = top + PADDING + text_height(len(texts), SIZE) + TRACK / 2
    return EstimateRow(estimate, top, middle + TRACK / 2 + PADDING - top, texts, tuple(_shapes(estimate, axis, middle)))


def _shapes(estimate: Estimate, axis: _Axis, y: float) -> Iterator[Shape]:
    """Give a bar for a range, a diamond for a number, and an arrow after one that is a least."""
    left = axis(estimate.low)
    if estimate.high is not None and estimate.high > estimate.low:
        yield bar(CORE, left, axis(estimate.high), y, THICK)
        return
    yield diamond(left, y, THICK * 0.7)
    if estimate.high is None:
        yield bar(SOFT, left + THICK, left + LEAST, y, THICK / 3)
        yield Shape(OPEN, (Point(left + LEAST, y - 5), Point(left + LEAST + ARROW, y), Point(left + LEAST, y + 5)))


def _checked(chart: TollChart) -> TollChart:
    for row in chart.rows:
        places = [point for shape in row.shapes for point in shape.points]
        places += [Point(text.x + text.width, text.y) for text in row.texts]
        for point in places:
            if not (0 <= point.x <= chart.width and row.top <= point.y <= row.top + row.height):
                raise LayoutError(f"toll: the row of '{row.estimate.id}' does not hold {point}")
    return chart

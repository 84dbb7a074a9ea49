"""The chart of death toll estimates: a row for each study, on one axis in millions, with the account's range behind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.layout.model import LayoutError, Point, Text, text_height, typeset
from macros.layout.spans import ARROW_LENGTH, CORE, SOFT, Shape, arrow, bar, diamond

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from macros.layout.font import Font

SIZE = 14.0
WIDE, NARROW = 700.0, 328.0
"""Widths of the chart in px: a line of text, and a phone of 360 px less its margins."""
MARGIN = 10.0
AXIS_HEIGHT, PADDING, TRACK_HEIGHT, THICKNESS = 30.0, 6.0, 16.0, 9.0
MIN_MARK_LENGTH = 34.0
"""From the mark of an "at least" to the arrowhead after it, in px."""
TICK_STEP = 10
BAND = "band"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, or a range, in millions; `high` is None for "at least". The label says whose estimate it is."""

    id: str
    label: str
    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """A row of the chart: its label, and the shapes of the estimate under it."""

    estimate: Estimate
    top: float
    height: float
    texts: tuple[Text, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class TollChart:
    """The whole chart: the band of the account's range, the rows over it, and each tick with its label and line."""

    width: float
    height: float
    band: Shape
    rows: tuple[EstimateRow, ...]
    ticks: tuple[tuple[Text, Point, Point], ...]


def layout_toll_chart(font: Font, estimates: Sequence[Estimate], low: float, high: float, width: float) -> TollChart:
    """Lay estimates out over a band from `low` to `high`, all in millions, on a chart of a width in px.

    Raises:
        LayoutError: a label is wider than the chart, or a number is negative.
    """
    maximum = max([high, *(estimate.high or estimate.low for estimate in estimates)])
    last_tick = TICK_STEP * math.ceil((maximum + 1) / TICK_STEP)
    per_million = (width - 2 * MARGIN) / last_tick

    def scale(millions: float) -> float:
        return MARGIN + millions * per_million

    rows = []
    bottom = AXIS_HEIGHT
    for estimate in estimates:
        rows.append(_layout_row(font, estimate, scale, width, bottom))
        bottom += rows[-1].height
    ticks = []
    for millions in range(0, last_tick + 1, TICK_STEP):
        x = scale(millions)
        label_top = (AXIS_HEIGHT - text_height(1, SIZE)) / 2
        [label] = typeset(font, [str(millions)], SIZE, Point(x, label_top), 0.5)
        ticks.append((label, Point(x, AXIS_HEIGHT - 3), Point(x, bottom)))
    band = bar(BAND, scale(low), scale(high), (AXIS_HEIGHT + bottom) / 2, bottom - AXIS_HEIGHT)
    return TollChart(width, bottom, band, tuple(rows), tuple(ticks))


def _layout_row(
    font: Font, estimate: Estimate, scale: Callable[[float], float], width: float, top: float
) -> EstimateRow:
    lines = font.lines(estimate.label, SIZE, width - 2 * MARGIN)
    texts = typeset(font, lines, SIZE, Point(MARGIN, top + PADDING))
    middle = top + PADDING + text_height(len(texts), SIZE) + TRACK_HEIGHT / 2
    height = middle + TRACK_HEIGHT / 2 + PADDING - top
    row = EstimateRow(estimate, top, height, texts, tuple(_estimate_shapes(estimate, scale, middle)))
    for point in (
        *(point for shape in row.shapes for point in shape.points),
        *(Point(text.x + text.width, text.y) for text in texts),
    ):
        if not (0 <= point.x <= width and top <= point.y <= top + height):
            raise LayoutError(f"toll: the row of '{estimate.id}' does not hold {point}")
    return row


def _estimate_shapes(estimate: Estimate, scale: Callable[[float], float], y: float) -> Iterator[Shape]:
    """Yield a bar for a range, a diamond for a number, and an arrow after an "at least"."""
    left = scale(estimate.low)
    if estimate.high is not None and estimate.high > estimate.low:
        yield bar(CORE, left, scale(estimate.high), y, THICKNESS)
        return
    yield diamond(left, y, THICKNESS * 0.7)
    if estimate.high is None:
        yield bar(SOFT, left + THICKNESS, left + MIN_MARK_LENGTH, y, THICKNESS / 3)
        yield arrow(left + MIN_MARK_LENGTH, y, 10, ARROW_LENGTH)

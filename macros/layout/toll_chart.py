"""The chart of death toll estimates: a row for each study, on one axis in millions, with the account's range behind."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from macros.layout.font import Font
from macros.layout.model import Box, Node, Point, text_height, typeset
from macros.layout.spans import ARROW_LENGTH, CORE, HISTORY, SOFT, STORY, Shape, arrow, bar, diamond
from macros.layout.timeline_model import Chart, ChartItem, SpanGroup, Tick

FONT_SIZE = 14.0
WIDE, NARROW = 700.0, 328.0
"""Widths of the chart in px: a line of text, and a phone of 360 px less its margins."""
MARGIN = 10.0
AXIS_HEIGHT, PADDING, TRACK_HEIGHT, THICKNESS = 30.0, 6.0, 16.0, 9.0
ARROW_DISTANCE = 34.0
"""From the mark of an "at least" to the arrowhead after it, in px."""
TICK_STEP = 10
BAND = "band"


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """A number, or a range, in millions; `high` is None for "at least". The label says whose estimate it is."""

    id: str
    label: str
    low: float
    high: float | None


def layout_toll_chart(font: Font, estimates: Sequence[EstimateRow], low: float, high: float, width: float) -> Chart:
    """Lay estimates out over a band from `low` to `high`, all in millions, on a chart of a width in px.

    Raises:
        LayoutError: a label is wider than the chart, or a number is negative.
    """
    maximum = max([high, *(estimate.high or estimate.low for estimate in estimates)])
    last_tick = TICK_STEP * math.ceil((maximum + 1) / TICK_STEP)
    per_million = (width - 2 * MARGIN) / last_tick

    def scale(millions: float) -> float:
        return MARGIN + millions * per_million

    items = []
    bottom = AXIS_HEIGHT
    for estimate in estimates:
        items.append(_layout_row(font, estimate, scale, width, bottom))
        bottom += items[-1].box.height
    ticks = []
    for millions in range(0, last_tick + 1, TICK_STEP):
        x = scale(millions)
        label = typeset(font, [str(millions)], FONT_SIZE, Point(x, (AXIS_HEIGHT - text_height(1, FONT_SIZE)) / 2), 0.5)
        ticks.append(Tick(label, (Point(x, AXIS_HEIGHT - 3), Point(x, bottom))))
    band = bar(BAND, scale(low), scale(high), (AXIS_HEIGHT + bottom) / 2, bottom - AXIS_HEIGHT)
    groups = (SpanGroup(STORY, (), (), (band,)),)
    return Chart(width, bottom, tuple(items), groups, (), tuple(ticks), ()).validate("toll")


def _layout_row(
    font: Font, estimate: EstimateRow, scale: Callable[[float], float], width: float, top: float
) -> ChartItem:
    """Return the row of an estimate: its label, and its shapes below."""
    lines = font.break_lines(estimate.label, FONT_SIZE, width - 2 * MARGIN)
    label = typeset(font, lines, FONT_SIZE, Point(MARGIN, top + PADDING))
    middle = top + PADDING + text_height(len(label), FONT_SIZE) + TRACK_HEIGHT / 2
    height = middle + TRACK_HEIGHT / 2 + PADDING - top
    box = Box(Node(estimate.id, estimate.label, ""), 0, top, width, height, label)
    return ChartItem(HISTORY, box, tuple(_shapes(estimate, scale, middle)))


def _shapes(estimate: EstimateRow, scale: Callable[[float], float], y: float) -> Iterator[Shape]:
    """Yield a bar for a range, a diamond for a number, and an arrow after an "at least"."""
    left = scale(estimate.low)
    if estimate.high is not None and estimate.high > estimate.low:
        yield bar(CORE, left, scale(estimate.high), y, THICKNESS)
        return
    yield diamond(left, y, THICKNESS * 0.7)
    if estimate.high is None:
        yield bar(SOFT, left + THICKNESS, left + ARROW_DISTANCE, y, THICKNESS / 3)
        yield arrow(left + ARROW_DISTANCE, y, 10, ARROW_LENGTH)

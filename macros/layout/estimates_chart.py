"""The chart of estimates of a quantity: a row for each, on one axis, with the account's range behind."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from macros.layout.font import Font
from macros.layout.model import Box, Drawing, LayoutError, Node, Point, TextLine, text_height, typeset
from macros.layout.spans import ARROW_LENGTH, CORE, SOFT, Shape, arrow, bar, diamond

FONT_SIZE = 14.0
WIDE, NARROW = 700.0, 328.0
"""Widths of the chart in px: a line of text, and a phone of 360 px less its margins."""
MARGIN = 10.0
MAX_COLUMN, COLUMN_GAP = 250.0, 20.0
"""Width in px that the labels of a wide chart take at most, left of the axis, and the room beside them."""
AXIS_HEIGHT, PADDING, TRACK_HEIGHT, THICKNESS = 30.0, 6.0, 16.0, 9.0
ARROW_DISTANCE = 34.0
"""From the mark of an "at least" to the arrowhead after it, in px."""
MAX_STEPS = 6
"""Steps between the ticks of the axis at most."""
LABEL_GAP = 12.0
OPEN_HEADROOM = 1.15
"""Room for the arrow after an "at least", as a factor of its number."""
BAND = "band"
HEADROOM = 1.02
"""The axis ends beyond the largest number by this factor at least."""


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """A number, or a range; `high` is None for "at least". The label says whose estimate it is."""

    id: str
    label: str
    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class ChartItem:
    """An estimate in the chart; the box encloses its label and its shapes."""

    box: Box
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on the axis: its label, and the x of its grid lines."""

    label: tuple[TextLine, ...]
    x: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of estimates: a row for each, the numbers on the axis, and the band of the account's range.

    Grid lines and the band are in `tracks` alone, from one y to another: no label stands on them.
    """

    width: float
    height: float
    items: tuple[ChartItem, ...]
    ticks: tuple[Tick, ...]
    tracks: tuple[tuple[float, float], ...]
    bands: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    """The x of zero, the distance in px of two numbers that differ by one, and the width of the chart in px."""

    left: float
    px_per_unit: float
    width: float

    @property
    def has_label_column(self) -> bool:
        return self.left > MARGIN

    @property
    def label_width(self) -> float:
        return self.left - COLUMN_GAP - MARGIN if self.has_label_column else self.width - 2 * MARGIN

    def x(self, number: float) -> float:
        return self.left + number * self.px_per_unit


def layout_estimates_chart(
    font: Font, estimates: Sequence[EstimateRow], low: float, high: float, width: float
) -> Chart:
    """Lay estimates out over a band from `low` to `high` on a chart of a width in px.

    Labels stand left of the axis in a wide chart, and above the marks in a narrow one.

    Raises:
        LayoutError: a label is wider than the chart, or a number is negative.
    """
    ends = (estimate.low * OPEN_HEADROOM if estimate.high is None else estimate.high for estimate in estimates)
    maximum = max(high, *ends)
    column = min(MAX_COLUMN, max(font.width(estimate.label, FONT_SIZE) for estimate in estimates) + 1)
    left = MARGIN + (column + COLUMN_GAP if width > NARROW else 0)
    room = width - left - MARGIN
    label_width = 1.5 * font.width(f"0{format_number(maximum)}", FONT_SIZE) + LABEL_GAP  # half of one may move inwards
    step = tick_step(maximum, min(MAX_STEPS, int(room / label_width) or 1))
    steps = math.ceil(maximum * HEADROOM / step) or 1
    axis = _Axis(left, room / steps / step, width)
    items = []
    bottom = AXIS_HEIGHT
    for estimate in estimates:
        items.append(_layout_row(font, estimate, axis, bottom))
        bottom += items[-1].box.height
    numbers = [index * step for index in range(steps + 1)]
    ticks = [
        Tick(_tick_label(font, format_number(number), axis.x(number), width), axis.x(number)) for number in numbers
    ]
    tracks = [(AXIS_HEIGHT, bottom)]
    if not axis.has_label_column:
        tracks = [(item.box.bottom - PADDING - TRACK_HEIGHT, item.box.bottom - PADDING) for item in items]
    left_end, right_end = axis.x(low), axis.x(high)
    bands = tuple(bar(BAND, left_end, right_end, (top + end) / 2, end - top) for top, end in tracks)
    chart = Chart(width, bottom, tuple(items), tuple(ticks), tuple(tracks), bands)
    _validate(chart, left)
    return chart


def _validate(chart: Chart, left: float) -> None:
    """Raise an error where a label or a mark leaves the canvas, or a mark is left of the axis."""
    labels = tuple(line for tick in chart.ticks for line in tick.label)
    Drawing(chart.width, chart.height, tuple(item.box for item in chart.items), (), labels).validate("estimates")
    shapes = (*chart.bands, *chain.from_iterable(item.shapes for item in chart.items))
    if not all(left - THICKNESS <= point.x <= chart.width for shape in shapes for point in shape.points):
        raise LayoutError("estimates: a mark leaves the canvas")


def tick_step(maximum: float, max_steps: int) -> float:
    """Return the distance between the ticks of an axis from 0, 1, 2 or 5 times a power of ten."""
    smallest = maximum * HEADROOM / max_steps or 1.0
    power = 10.0 ** math.floor(math.log10(smallest))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= smallest)


def format_number(number: float) -> str:
    """Return a number in digits, thousands divided by commas, without trailing zeros."""
    return f"{number:,.15g}"


def _tick_label(font: Font, label: str, x: float, width: float) -> tuple[TextLine, ...]:
    """Return the label of a tick, centred on it as far as the chart has room."""
    half = font.width(label, FONT_SIZE) / 2 + 1
    x = min(max(x, half), width - half)
    return typeset(font, [label], FONT_SIZE, Point(x, (AXIS_HEIGHT - text_height(1, FONT_SIZE)) / 2), 0.5)


def _layout_row(font: Font, estimate: EstimateRow, axis: _Axis, top: float) -> ChartItem:
    """Return the row of an estimate: its label, and its shapes beside or below."""
    lines = font.break_lines(estimate.label, FONT_SIZE, axis.label_width)
    label = typeset(font, lines, FONT_SIZE, Point(MARGIN, top + PADDING))
    label_height = text_height(len(label), FONT_SIZE)
    height = label_height + 2 * PADDING + (0 if axis.has_label_column else TRACK_HEIGHT)
    middle = top + PADDING + (label_height / 2 if axis.has_label_column else label_height + TRACK_HEIGHT / 2)
    box = Box(Node(estimate.id, estimate.label, ""), 0, top, axis.width, height, label)
    return ChartItem(box, tuple(_shapes(estimate, axis, middle)))


def _shapes(estimate: EstimateRow, axis: _Axis, y: float) -> Iterator[Shape]:
    """Yield a bar for a range, a diamond for a number, and an arrow after an "at least"."""
    left = axis.x(estimate.low)
    if estimate.high is not None and estimate.high > estimate.low:
        yield bar(CORE, left, axis.x(estimate.high), y, THICKNESS)
        return
    yield diamond(left, y, THICKNESS * 0.7)
    if estimate.high is None:
        yield bar(SOFT, left + THICKNESS, left + ARROW_DISTANCE, y, THICKNESS / 3)
        yield arrow(left + ARROW_DISTANCE, y, 10, ARROW_LENGTH)

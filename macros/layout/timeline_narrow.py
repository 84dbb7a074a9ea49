"""The timeline for narrow screens: years downwards, a bar for each span in its lane, and all labels in one column.

The axis is not linear: a time is at the top of the first row with that time or a later one. Undated entries with equal
bounds share one bar. Arcs on the right connect entries whose dates diverge. Stages: rows sorted by time, lane
assignment of bars and arcs, stacking of rows, validation.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from macros.layout import timeline_model
from macros.layout.causes_narrow import assign_lanes
from macros.layout.font import Font
from macros.layout.model import Box, Node, Point, TextLine, arc, text_height, typeset
from macros.layout.spans import HISTORY, LEADER, STORY, Shape, Span, cross, decimal_year, diamond, span_shapes, zigzag
from macros.layout.timeline_model import Chart, ChartItem, Connector, SpanGroup, Tick, TimelineEntry
from macros.scenario.dates import format_year

BarPositions = Mapping[tuple[str, Span], float]
"""The x of the middle of each bar, by its lane and span."""

FONT_SIZE = 13.0
"""Font size of labels in px; the figure is never scaled down."""
WIDTH = 328.0
"""Width in px: a phone of 360 px less its margins."""
YEARS_WIDTH, MARKS_WIDTH, CONNECTORS_WIDTH = 36.0, 16.0, 20.0
"""Room for the years on the left, for the marks left of the labels, and for connectors on the right."""
MAX_BARS_WIDTH, MAX_BAR_STEP, BAR_THICKNESS = 112.0, 8.0, 0.65
"""Room for the bars of both lanes, distance of neighbouring bars, and the share of that which a bar takes."""
LANE_GAP = 8.0
PADDING = 5.0
ARROW_ROOM = 10.0
"""Room above and below the rows, for open ends."""
YEAR_GAP = 9.0
TITLE_HEIGHT = 18.0
INDENT, INSET = 8.0, 2.0
INSTANT = 1e-6
"""Sorts a span that ends with a day before one that begins with the next day."""


class _Row(NamedTuple):
    """A row of the column: its time in years, its lane, its label, its node, and the span of the bar it belongs to.

    The time is infinite where nothing bounds the row. A heading of undated entries has no node; a point in time and
    an absent entry have no span.
    """

    time: float
    lane: str
    label: str
    node: Node | None
    span: Span | None
    is_absent: bool = False


_by_time = attrgetter("time")


@dataclass(frozen=True, slots=True)
class _Column:
    """Rows with the y of their tops, and of the bottom of the last, and their labels, which begin at `left`."""

    rows: Sequence[_Row]
    tops: Sequence[float]
    labels: Sequence[tuple[TextLine, ...]]
    left: float

    def coord(self, time: float) -> float:
        """Return the y of a time in years."""
        return self.tops[bisect_left(self.rows, time, key=_by_time)]

    def entry_ids(self, lane: str, span: Span) -> tuple[str, ...]:
        """Return the ids of the entries that belong to a bar."""
        return tuple(row.node.id for row in self.rows if row.node and (row.lane, row.span) == (lane, span))


def layout_timeline_narrow(font: Font, entries: Sequence[TimelineEntry], lane_titles: tuple[str, ...]) -> Chart | None:
    """Lay entries, given in order, out in one column, 328 px wide; None where no day is known at all.

    Raises:
        LayoutError: the result is invalid.
    """
    if not timeline_model.entry_times(entries):
        return None
    rows = sorted(_rows(entries), key=_by_time)
    lanes = {lane: assign_lanes(_row_intervals(rows, lane)) for lane in (STORY, HISTORY)}
    counts = {lane: max(assigned.values(), default=-1) + 1 for lane, assigned in lanes.items()}
    step = min(MAX_BAR_STEP, (MAX_BARS_WIDTH - LANE_GAP) / max(sum(counts.values()), 1))
    lefts = {STORY: YEARS_WIDTH, HISTORY: YEARS_WIDTH + counts[STORY] * step + LANE_GAP}
    bar_x = {
        (lane, span): lefts[lane] + (counts[lane] - index - 0.5) * step
        for lane, assigned in lanes.items()
        for span, index in assigned.items()
    }
    column = _stack_rows(font, rows, lefts[HISTORY] + counts[HISTORY] * step + MARKS_WIDTH)
    marks = [_mark(column, row, top, bar_x) for row, top in zip(rows, column.tops, strict=False)]
    items = tuple(_items(column, marks))
    groups = (*_bars(column, bar_x, step * BAR_THICKNESS), *_headings(column, marks))
    titles = (
        *typeset(font, lane_titles[:1], FONT_SIZE, Point(lefts[STORY], 0)),
        *typeset(font, lane_titles[1:], FONT_SIZE, Point(lefts[HISTORY], TITLE_HEIGHT)),
    )
    connectors, ticks = tuple(_connectors(entries, items)), tuple(_ticks(font, column))
    chart = Chart(WIDTH, column.tops[-1] + ARROW_ROOM, items, groups, connectors, ticks, titles)
    return chart.validate("timeline in one column")


def _rows(entries: Sequence[TimelineEntry]) -> Iterator[_Row]:
    """Yield the rows of both lanes; rows of equal time keep this order when sorted."""
    for entry in entries:
        if not entry.story.is_inferred:
            yield _dated_row(STORY, entry.node, entry.story)
    for span, members in timeline_model.group_undated(entries).items():
        time = decimal_year(span.last, is_end=True) - INSTANT if span.last else math.inf
        yield _Row(time, STORY, members[0].bounds_label, None, span)
        yield from (_Row(time, STORY, entry.node.title, entry.node, span) for entry in members)
    for node, history in timeline_model.history_lane(entries):
        if history:
            yield _dated_row(HISTORY, node, history)
        else:
            yield _Row(math.inf, HISTORY, node.title, node, None, is_absent=True)


def _dated_row(lane: str, node: Node, span: Span) -> _Row:
    time = math.inf
    if span.first:
        time = decimal_year(span.first)
    elif span.last:
        time = decimal_year(span.last, is_end=True) - INSTANT
    return _Row(time, lane, node.title, node, None if span.is_point else span)


def _row_intervals(rows: Sequence[_Row], lane: str) -> dict[Span, tuple[float, float]]:
    """Return the interval of row indexes that the bar of each span in a lane covers."""
    intervals: dict[Span, tuple[float, float]] = {}
    for index, row in enumerate(rows):
        if row.span and row.lane == lane:
            span = row.span
            first = bisect_left(rows, decimal_year(span.first), key=_by_time) if span.first else -1
            last = bisect_left(rows, decimal_year(span.last, is_end=True), key=_by_time) if span.last else len(rows)
            start, end = intervals.get(span, (index, index))
            intervals[span] = min(first, start), max(last, end, index + 1)
    return intervals


def _stack_rows(font: Font, rows: Sequence[_Row], left: float) -> _Column:
    """Stack rows, with a gap above each new year; labels of undated entries are indented under their heading."""
    top = 2 * TITLE_HEIGHT + ARROW_ROOM
    tops = []
    labels = []
    year = None
    for row in rows:
        if row.time != math.inf and math.floor(row.time) != year:
            year = math.floor(row.time)
            top += YEAR_GAP
        lines = font.break_lines(row.label, FONT_SIZE, WIDTH - CONNECTORS_WIDTH - left - INDENT - 2 * INSET)
        origin = Point(left + _indent(row) + INSET, top + PADDING / 2)
        labels.append(typeset(font, lines, FONT_SIZE, origin))
        tops.append(top)
        top += text_height(len(lines), FONT_SIZE) + PADDING
    return _Column(rows, (*tops, top), labels, left)


def _indent(row: _Row) -> float:
    return INDENT if row.node and row.span and row.span.is_inferred else 0


def _mark(column: _Column, row: _Row, top: float, bar_x: BarPositions) -> tuple[Shape, ...]:
    """Return the mark left of a row: a cross, a diamond, or a leader line from its bar; undated entries have none."""
    y = top + PADDING / 2 + text_height(1, FONT_SIZE) / 2
    centre = Point(column.left - MARKS_WIDTH / 2, y)
    if row.is_absent:
        return (cross(centre, 9),)
    if row.span is None:
        return (diamond(*centre, 5),)
    if _indent(row):
        return ()
    return (Shape(LEADER, (Point(bar_x[row.lane, row.span], y), Point(column.left - 1, y))),)


def _items(column: _Column, marks: Sequence[tuple[Shape, ...]]) -> Iterator[ChartItem]:
    for row, top, label, shapes in zip(column.rows, column.tops, column.labels, marks, strict=False):
        if row.node:
            left = column.left + _indent(row)
            height = text_height(len(label), FONT_SIZE) + PADDING
            yield ChartItem(row.lane, Box(row.node, left, top, WIDTH - CONNECTORS_WIDTH - left, height, label), shapes)


def _headings(column: _Column, marks: Sequence[tuple[Shape, ...]]) -> Iterator[SpanGroup]:
    for row, label, shapes in zip(column.rows, column.labels, marks, strict=True):
        if row.node is None and row.span:
            yield SpanGroup(row.lane, column.entry_ids(row.lane, row.span), label, shapes)


def _bars(column: _Column, bar_x: BarPositions, thickness: float) -> Iterator[SpanGroup]:
    open_ends = (column.tops[0] - ARROW_ROOM / 2, column.tops[-1] + 1)
    for (lane, span), x in bar_x.items():
        shapes = span_shapes(span, column.coord, x, thickness, open_ends)
        yield SpanGroup(lane, column.entry_ids(lane, span), (), tuple(shape.transposed() for shape in shapes))


def _ticks(font: Font, column: _Column) -> Iterator[Tick]:
    """Yield each year that has a row, with an axis break where years before it have none."""
    previous = None
    for row, top in zip(column.rows, column.tops, strict=False):
        if row.time == math.inf or (year := math.floor(row.time)) == previous:
            continue
        y = top - YEAR_GAP / 2
        label = typeset(font, [format_year(year)], FONT_SIZE, Point(0, top + PADDING / 2))
        is_break = previous is not None and year - previous > 1
        axis_break = zigzag(4, y, 5, (0, -4, 4, -4, 4, 0)) if is_break else ()
        yield Tick(label, (Point(0, y), Point(WIDTH, y)), axis_break)
        previous = year


def _connectors(entries: Sequence[TimelineEntry], items: Sequence[ChartItem]) -> Iterator[Connector]:
    """Yield arcs on the right between the two rows of each diverging entry."""
    pairs = {
        entry_id: sorted((story.box, history.box), key=attrgetter("y"))
        for entry_id, (story, history) in timeline_model.diverging_pairs(entries, items).items()
    }
    lanes = assign_lanes({entry_id: (upper.y, lower.bottom) for entry_id, (upper, lower) in pairs.items()})
    x = WIDTH - CONNECTORS_WIDTH
    for entry_id, (upper, lower) in pairs.items():
        lane_x = x + min(CONNECTORS_WIDTH - 3, 7 + 5 * lanes[entry_id])
        yield Connector(entry_id, arc(Point(x, upper.middle), Point(x, lower.middle), lane_x))

"""The timeline for narrow screens: years downwards, a bar for each span in its lane, and all labels in one column.

The axis is not linear: a time is at the top of the first row with that time or a later one. Undated entries with equal
bounds share one bar. Arcs on the right connect entries whose dates diverge. Stages: rows sorted by time, lane
assignment of bars and arcs (`lanes`), stacking of rows, validation.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from macros.layout.lanes import assign_lanes
from macros.layout.model import Box, Point, Text, arc, text_height, typeset
from macros.layout.spans import HISTORY, LEADER, STORY, Shape, cross, diamond, span_shapes, year_fraction
from macros.layout.timeline_model import (
    Chart,
    Connector,
    Group,
    Item,
    Tick,
    event_times,
    group_undated,
    history_lane,
    validate_chart,
    zigzag,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from macros.layout.font import Font
    from macros.layout.model import Node
    from macros.layout.spans import Span
    from macros.layout.timeline_model import Event

    BarPositions = Mapping[tuple[str, Span], float]
    """The x of the middle of each bar, by its lane and span."""

SIZE = 13.0
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
    absent: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """Rows with their coordinates: tops has one more item, the bottom of the last row."""

    rows: Sequence[_Row]
    tops: Sequence[float]
    texts: Sequence[tuple[Text, ...]]
    left: float

    def coord(self, time: float) -> float:
        """Return the y of a time in years."""
        return self.tops[bisect_left(self.rows, time, key=_time)]

    def middle(self, index: int) -> float:
        """Return the y of the middle of a row's first line."""
        return self.tops[index] + PADDING / 2 + text_height(1, SIZE) / 2

    def members(self, lane: str, span: Span) -> tuple[str, ...]:
        """Return the ids of the entries that belong to a bar."""
        return tuple(row.node.id for row in self.rows if row.node and (row.lane, row.span) == (lane, span))


def layout_timeline_narrow(font: Font, events: Sequence[Event], lane_titles: tuple[str, str]) -> Chart | None:
    """Lay events, given in order, out in one column, 328 px wide; None where no day is known at all.

    Raises:
        LayoutError: the result is invalid.
    """
    if not event_times(events):
        return None
    rows = sorted(_rows(events), key=_time)
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
    items = tuple(_items(column, bar_x))
    groups = (*_bars(column, bar_x, step * BAR_THICKNESS), *_headings(column, bar_x))
    titles = (
        *typeset(font, lane_titles[:1], SIZE, Point(lefts[STORY], 0)),
        *typeset(font, lane_titles[1:], SIZE, Point(lefts[HISTORY], TITLE_HEIGHT)),
    )
    height = column.tops[-1] + ARROW_ROOM
    ticks = tuple(_ticks(font, column))
    return validate_chart(
        "chronicle", Chart(WIDTH, height, items, groups, tuple(_connectors(events, items)), ticks, titles)
    )


def _rows(events: Sequence[Event]) -> Iterator[_Row]:
    """Yield the rows of both lanes; rows of equal time keep this order when sorted."""
    for event in events:
        if not event.story.inferred:
            yield _dated_row(STORY, event, event.story)
    for span, members in group_undated(events).items():
        time = year_fraction(span.last, end=True) - INSTANT if span.last else math.inf
        yield _Row(time, STORY, members[0].bounds, None, span)
        yield from (_Row(time, STORY, event.node.title, event.node, span) for event in members)
    for event, history in history_lane(events):
        if history:
            yield _dated_row(HISTORY, event, history)
        else:
            yield _Row(math.inf, HISTORY, event.absent, replace(event.node, title=event.absent), None, absent=True)


def _dated_row(lane: str, event: Event, span: Span) -> _Row:
    time = math.inf
    if span.first:
        time = year_fraction(span.first)
    elif span.last:
        time = year_fraction(span.last, end=True) - INSTANT
    return _Row(time, lane, event.node.title, event.node, None if span.is_point else span)


def _time(row: _Row) -> float:
    return row.time


def _row_intervals(rows: Sequence[_Row], lane: str) -> dict[Span, tuple[float, float]]:
    """Return the interval of row indexes that the bar of each span in a lane covers."""
    intervals: dict[Span, tuple[float, float]] = {}
    for index, row in enumerate(rows):
        if row.span and row.lane == lane:
            span = row.span
            first = bisect_left(rows, year_fraction(span.first), key=_time) if span.first else -1
            last = bisect_left(rows, year_fraction(span.last, end=True), key=_time) if span.last else len(rows)
            start, end = intervals.get(span, (index, index))
            intervals[span] = min(first, start), max(last, end, index + 1)
    return intervals


def _stack_rows(font: Font, rows: Sequence[_Row], left: float) -> _Column:
    """Stack rows, with a gap above each new year; labels of undated entries are indented under their heading."""
    top = 2 * TITLE_HEIGHT + ARROW_ROOM
    tops = []
    texts = []
    year = None
    for row in rows:
        if row.time != math.inf and math.floor(row.time) != year:
            year = math.floor(row.time)
            top += YEAR_GAP
        lines = font.lines(row.label, SIZE, WIDTH - CONNECTORS_WIDTH - left - INDENT - 2 * INSET)
        origin = Point(left + _indent(row) + INSET, top + PADDING / 2)
        texts.append(typeset(font, lines, SIZE, origin))
        tops.append(top)
        top += text_height(len(lines), SIZE) + PADDING
    return _Column(rows, (*tops, top), texts, left)


def _indent(row: _Row) -> float:
    return INDENT if row.node and row.span and row.span.inferred else 0


def _items(column: _Column, bar_x: BarPositions) -> Iterator[Item]:
    """Yield the rows that are entries, each with its mark, or with a leader line from its bar."""
    for index, row in enumerate(column.rows):
        if row.node is None:
            continue
        left, top, texts = column.left + _indent(row), column.tops[index], column.texts[index]
        height = text_height(len(texts), SIZE) + PADDING
        box = Box(row.node, left, top, WIDTH - CONNECTORS_WIDTH - left, height, texts)
        mark = Point(column.left - MARKS_WIDTH / 2, column.middle(index))
        shapes: tuple[Shape, ...] = ()
        if row.absent:
            shapes = (cross(mark, 9),)
        elif row.span is None:
            shapes = (diamond(*mark, 5),)
        elif not row.span.inferred:
            shapes = (_leader(bar_x[row.lane, row.span], left, mark.y),)
        yield Item(row.lane, box, shapes)


def _leader(start: float, end: float, y: float) -> Shape:
    return Shape(LEADER, (Point(start, y), Point(end - 1, y)))


def _headings(column: _Column, bar_x: BarPositions) -> Iterator[Group]:
    """Yield the headings of undated entries, each with a leader line from its bar."""
    for index, row in enumerate(column.rows):
        if row.node is None and row.span:
            leader = _leader(bar_x[row.lane, row.span], column.left, column.middle(index))
            yield Group(row.lane, column.members(row.lane, row.span), column.texts[index], (leader,))


def _bars(column: _Column, bar_x: BarPositions, thickness: float) -> Iterator[Group]:
    open_ends = (column.tops[0] - ARROW_ROOM / 2, column.tops[-1] + 1)
    for (lane, span), x in bar_x.items():
        shapes = span_shapes(span, column.coord, x, thickness, open_ends)
        yield Group(lane, column.members(lane, span), (), tuple(shape.transposed() for shape in shapes))


def _ticks(font: Font, column: _Column) -> Iterator[Tick]:
    """Yield each year that has a row, with an axis break where years before it have none."""
    previous = None
    for row, top in zip(column.rows, column.tops, strict=False):
        if row.time == math.inf or (year := math.floor(row.time)) == previous:
            continue
        y = top - YEAR_GAP / 2
        label = typeset(font, [str(year)], SIZE, Point(0, top + PADDING / 2))
        is_break = previous is not None and year - previous > 1
        axis_break = zigzag(4, y, 5, (0, -4, 4, -4, 4, 0)) if is_break else ()
        yield Tick(label, (Point(0, y), Point(WIDTH, y)), axis_break)
        previous = year


def _connectors(events: Sequence[Event], items: Sequence[Item]) -> Iterator[Connector]:
    """Yield arcs on the right between the two rows of each diverging entry."""
    boxes = {(item.lane, item.box.node.id): item.box for item in items}
    pairs = {}
    for name in (event.node.id for event in events if event.diverges):
        pairs[name] = sorted((boxes[STORY, name], boxes[HISTORY, name]), key=lambda box: box.y)
    lanes = assign_lanes({name: (upper.y, lower.bottom) for name, (upper, lower) in pairs.items()})
    x = WIDTH - CONNECTORS_WIDTH
    for name, (upper, lower) in pairs.items():
        lane_x = x + min(CONNECTORS_WIDTH - 3, 7 + 5 * lanes[name])
        yield Connector(name, arc(Point(x, upper.middle), Point(x, lower.middle), lane_x))
